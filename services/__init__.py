"""The services of SkillSeal; they know each other only through libs.contracts."""
