"""What a camera sees of a printed certificate."""

import subprocess

import cv2
import numpy as np


def picture_of(pdf, dpi=150):
    """The first page as a grey picture."""
    command = ["pdftoppm", "-r", str(dpi), "-png", "-gray", "-f", "1", "-l", "1", "-"]
    printed = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return cv2.imdecode(np.frombuffer(printed, np.uint8), cv2.IMREAD_GRAYSCALE)


def read_code(pdf):
    """The text of its QR code, by a decoder that has nothing to do with the one that drew it."""
    page = picture_of(pdf, dpi=200)
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(page)
    assert text, "no code was read"
    return text
