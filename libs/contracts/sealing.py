"""What is sealed, and whose it is: a seal opens for its purpose and its owner, and nowhere else."""

from enum import StrEnum


class Purpose(StrEnum):
    """Every sealed field of the system, whether it travels or stays; beside it, who owns what lies in it."""

    CANDIDATE_NAME = "candidate-name"  # the application
    RESIDENT_NUMBER = "resident-number"  # the application
    EMPLOYER = "employer"  # the application
    PHONE = "phone"  # the application
    FORM_VALUE = "form-value"  # the record of the form
    PARTICULARS = "particulars"  # the application
    BIRTH_DATE = "birth-date"  # the application
    PRIOR_CERTIFICATE = "prior-certificate"  # the application
    ANSWER_KEY = "answer-key"  # the paper
    CONTENT_KEY = "content-key"  # the paper or the bank, whose content it locks
    INCIDENT_DESCRIPTION = "incident-description"  # whoever reports
    CANDIDATE_PHOTO = "candidate-photo"  # the application; the key is its batch's
    PHOTO_KEY = "photo-key"  # the batch
    INCIDENT_PHOTO = "incident-photo"  # SHA-256 of the picture/number of the piece
    ARCHIVED_SCAN = "archived-scan"  # the batch; around it, SHA-256 of what was sealed/number of the piece
    ARCHIVED_VALUE = "archived-value"  # the event that it stands in
    BATCH_KEY = "batch-key"  # the batch
    ARCHIVE_READER = "archive-reader"  # the fingerprint of who reads or borrows, or the consultation
    CERTIFICATE_FILE = "certificate-file"  # SHA-256 of the file/number of the piece
    DUTY_ADDRESS = "duty-address"  # batch/person/channel
    SECOND_FACTOR = "second-factor"  # the account
    CONSOLE_CODE = "console-code"  # SHA-256 of the number that the duty console alone knows
    PASSKEY_CHALLENGE = "passkey-challenge"  # the session, or the browser on its way in, that it is shown for
    KEPT_FORM = "kept-form"  # the form itself, by its number
    KEPT_UPLOAD = "kept-upload"  # SHA-256 of the file/who uploaded it/number of the piece
    JOB_PIECE = "job-piece"  # who ordered the job/the job/number of the piece
    REMEMBERED_ANSWER = "remembered-answer"  # the person and the idempotency key
