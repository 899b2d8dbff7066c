"""Disks of our own under a store: one that can be filled, one that can lose what was not written through."""

import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SIZE = 64
PATIENCE = 10.0


class NoMountError(Exception):
    """On this machine this user may not mount."""


class MemoryDisk:
    """A small tmpfs."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        _mount("-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(directory))

    def fill(self) -> Path:
        """Take all the room; remove the file to give it back."""
        filler = self.directory / "filler"
        with filler.open("wb", buffering=0) as file:
            for chunk in (1 << 20, 1 << 12):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * chunk)
        return filler

    def close(self) -> None:
        """Unmount."""
        _unmount(self.directory)


class LoopDisk:
    """An ext4 file system in a file. What lies in the file has reached the disk; the kernel holds back the rest."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._image = directory.with_suffix(".img")
        directory.mkdir(parents=True, exist_ok=True)
        with self._image.open("wb") as image:
            image.truncate(SIZE << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(self._image)], check=True, capture_output=True)
        _mount("-o", "loop", str(self._image), str(directory))

    def lose_power(self, end_the_writer: Callable[[], None]) -> None:
        """Keep what has reached the disk by now, end the writer, and mount that."""
        kept = self._image.with_suffix(".kept")
        shutil.copyfile(self._image, kept)
        end_the_writer()
        _unmount(self.directory)
        kept.replace(self._image)
        _mount("-o", "loop", str(self._image), str(self.directory))

    def close(self) -> None:
        """Unmount."""
        _unmount(self.directory)


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoMountError(done.stderr.strip())


def _unmount(directory: Path) -> None:
    """Unmount as soon as nobody holds a file there any more; readers of the ledger come and go."""
    until = time.monotonic() + PATIENCE
    while subprocess.run(["umount", str(directory)], capture_output=True, check=False).returncode:
        if time.monotonic() > until:
            message = f"{directory} is still in use"
            raise NoMountError(message)
        time.sleep(0.01)
