"""The volumes that the papers of a batch are filed in, as the archive names them."""

REGISTRATION = "第一卷 报名资格审核"
PLAN = "第二卷 认定计划与考务实施"
COURSE = "第三卷 认定过程"
RESULTS = "第四卷 试卷与成绩"
CERTIFICATES = "第五卷 证书"
MANAGEMENT = "综合卷 机构与人员管理"
