"""The public page: whether a certificate is real, results in public notice, announcements; for anybody."""
