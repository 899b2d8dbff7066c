"""Why something is not filed as it was handed in."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class KindUnknownError(InvalidError):
    """ARC-02: papers are filed under the names of the list of contents."""

    says = "归档目录中没有这种材料。"


class ItemElsewhereError(InvalidError):
    """ARC-15: each paper has its volume; what belongs to no batch is not filed in one."""

    says = "{title}不归入这个案卷。"
    title: str


class TitleFixedError(InvalidError):
    """ARC-15: a named paper keeps its name, so that it is found; any other is given one."""

    says = "{title}：目录中已有名称的材料不另起题名，其他材料须填写题名。"
    title: str


class PlaceMissingError(InvalidError):
    """ARC-05: paper has a place and a number of pages, so that it is found and nothing of it is lost."""

    says = "纸质材料须同时登记页数和存放位置，只有电子文件的都不填。"


class EnvelopeUnnumberedError(InvalidError):
    """ARC-02: of accounts and passwords the archive keeps the sealed envelope, by its number, and no other paper."""

    says = "系统账号密码须装入密封件，只登记密封件编号；其他材料不填密封件编号。"


class EnvelopeStaysShutError(ConflictError):
    """ARC-02: accounts and passwords are in no computer."""

    says = "账号密码密封件不得扫描或上传。"


class ScanAlreadyThereError(ConflictError):
    """ARC-15: what is filed is not altered; another version is another item."""

    says = "归档件 {item_id} 已有电子件，归档资料不得涂改或更换。"
    item_id: str


class ScanMissingError(NotFoundError):
    """ARC-12: it was never scanned, or its time is over and two destroyed it."""

    says = "归档件 {item_id} 没有电子件，或者电子件已经销毁。"
    item_id: str


class UnreadableFileError(InvalidError):
    """ARC-15: scans and pictures are files that will still be read in years."""

    says = "只能上传 PDF、JPEG 或 PNG 文件。"


class NotTheFileItSaysError(InvalidError):
    """ARC-15: what arrives must be what was sent, by its digest."""

    says = "收到的文件与填写的 SHA-256 摘要不符，请重新上传。"


class ItemNotAtHandError(ConflictError):
    """ARC-03: what is lent out, under review or destroyed is not there."""

    says = "归档件 {item_id} 已借出、正在审查或已销毁，或没有纸质件。"
    item_id: str


class LoanInARowError(ConflictError):
    """ARC-10: whoever has just brought something back does not take it along again the same day."""

    says = "归档件 {item_id} 当日由同一人归还，不得变相连续借阅。"
    item_id: str


class ItemsElsewhereError(InvalidError):
    """ARC-07: each consultation, loan or review is about items of one batch, each named once."""

    says = "请从同一个案卷中选择归档件，每件选一次。"
