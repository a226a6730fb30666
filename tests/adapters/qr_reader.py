"""What a telephone reads of a QR code: the picture is drawn, then read by a decoder of its own."""

from io import BytesIO

import av
import typst
import zxingcpp


def read_svg(svg: bytes) -> str:
    """The text of the one code in that picture."""
    page = b'#set page(width: 400pt, height: auto, margin: 20pt)\n#image("code.svg", width: 360pt)'
    drawn = typst.compile({"main": page, "code.svg": svg}, format="png", ppi=144)
    return read_png(bytes(drawn))


def read_png(png: bytes) -> str:
    """The text of the one code in that photograph."""
    with av.open(BytesIO(png)) as opened:
        (frame,) = opened.decode(video=0)
        (found,) = zxingcpp.read_barcodes(frame.to_ndarray(format="gray"))
    return str(found.text)
