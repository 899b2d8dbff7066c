"""What is refused of photos, in words that whoever holds the camera understands."""

from libs.chassis.domain import ConflictError, InvalidError, NotFoundError


class PhotoMissingYetError(NotFoundError):
    """No photo was taken in, or the key of its batch is gone."""

    says = "这份报名还没有照片，或已按档案规定销毁。"


class NoPhotoWantedError(ConflictError):
    """An application that is counted nowhere gets no photo."""

    says = "这份报名已被后来的名册取代，不再收照片。"


class NotAPhotoError(InvalidError):
    """A photo is a whole JPEG or PNG, with no more points than a camera makes."""

    says = "照片须为完整的 JPEG 或 PNG 文件，不超过 {most} 百万像素。"
    most: int


class PhotoTooSmallError(InvalidError):
    """What is enlarged on a certificate is a blur."""

    says = "照片只有 {width}×{height} 像素，至少要 {least_width}×{least_height}，请重新拍摄或索取原图。"
    width: int
    height: int
    least_width: int
    least_height: int


class PhotoShapeError(InvalidError):
    """A one-inch photo is upright; a little is cut off, a head is not."""

    says = "照片宽高比例不符，请竖拍，或裁成 {width}∶{height} 再上传。"
    width: int
    height: int


class PhotoGroundError(InvalidError):
    """The ground is of one colour, as the institution has it."""

    says = "照片背景不是{ground}，请换成{ground}背景重新拍摄。"
    ground: str


class NotAPackError(InvalidError):
    """Photos come together as a ZIP without a password, of bounded size."""

    says = "请上传未加密的 ZIP 文件，其中照片不超过 {most} 张、每张不超过 {mebibytes} MB。"
    most: int
    mebibytes: int


class PhotoUnclaimedError(NotFoundError):
    """A file is named after an identifier, a ticket number or the number of an application."""

    says = "文件名中没有本批次考生的证件号码、准考证号或报名编号。"
