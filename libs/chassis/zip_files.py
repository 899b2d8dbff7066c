"""A ZIP that nobody vouches for: what reading it may raise."""

import struct
import zipfile
import zlib

# Of a file that is damaged, encrypted, cut off or packed in a way that is not read. A checksum is looked at last.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
