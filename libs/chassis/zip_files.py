"""A ZIP that nobody vouches for: how much of it is unpacked, and what reading it may raise."""

import struct
import zipfile
import zlib

# Of a file that is damaged, encrypted, cut off or packed in a way that is not read. A checksum is looked at last.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
# These are unpacked as far as is asked for; of bzip2 and LZMA a kilobyte becomes gigabytes, however few are asked for.
READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def unpacked(archive: zipfile.ZipFile, packed: zipfile.ZipInfo, *, most: int) -> bytes:
    """What is packed there, so many bytes at most, whatever the directory says of it.

    Raises zipfile.BadZipFile and the others that `DAMAGE` lists.
    """
    if packed.compress_type not in READ:
        message = "packed in a way that is not read"
        raise zipfile.BadZipFile(message)
    with archive.open(packed) as file:
        return file.read(most)
