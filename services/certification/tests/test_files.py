"""The files of certificates."""

import pytest

from services.certification.domain.errors import CertificateFileDamagedError, CertificateFileMissingError
from services.certification.storage.files import CertificateFiles


async def test_a_file_is_read_back_as_it_was_put(tmp_path):
    files = CertificateFiles(tmp_path)

    digests = files.put_all([b"one", b"two"])

    assert [await files.read(digest) for digest in digests] == [b"one", b"two"]


def test_putting_the_same_bytes_twice_keeps_one_file(tmp_path):
    files = CertificateFiles(tmp_path)

    assert files.put_all([b"one"]) == files.put_all([b"one"])
    assert len(list(tmp_path.iterdir())) == 1


def test_only_the_service_may_read_the_files(tmp_path):
    files = CertificateFiles(tmp_path / "certificates")
    [digest] = files.put_all([b"one"])

    assert (tmp_path / "certificates").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "certificates" / f"{digest}.pdf").stat().st_mode & 0o777 == 0o600


async def test_a_changed_file_is_never_handed_out(tmp_path):
    files = CertificateFiles(tmp_path)
    [digest] = files.put_all([b"one"])
    (tmp_path / f"{digest}.pdf").write_bytes(b"two")

    with pytest.raises(CertificateFileDamagedError):
        await files.read(digest)


async def test_a_missing_file_is_named_as_missing(tmp_path):
    with pytest.raises(CertificateFileMissingError):
        await CertificateFiles(tmp_path).read("0" * 64)
