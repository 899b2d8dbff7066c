"""The time of day that people in China read, whatever the server's zone is; stored moments are UTC."""

from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
