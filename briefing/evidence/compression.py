"""Decompress pages in small parts, so that a small page cannot fill the memory."""

import zlib
from collections.abc import Iterator

from briefing.evidence.fetch_failures import FetchError

_CHUNK = 1 << 16


class Gunzip:
    """Decompresses gzip."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._has_more = False

    def __call__(self, data: bytes) -> Iterator[bytes]:
        """Yield the content of `data`.

        Raises:
            FetchError: the data are damaged.
        """
        try:
            while data or self._has_more:
                if self._object.eof:  # A file can consist of several compressed parts.
                    self._object = zlib.decompressobj(zlib.MAX_WBITS | 16)
                part = self._object.decompress(data, _CHUNK)
                self._has_more = len(part) == _CHUNK and not self._object.eof
                data = self._object.unused_data or self._object.unconsumed_tail
                yield part
        except zlib.error:
            raise FetchError("unusable", "the page is damaged") from None

    @property
    def is_complete(self) -> bool:
        """Whether the end of the data has been seen."""
        return self._object.eof


class Identity:
    """Leaves data as they are. The length of the page shows whether it is complete."""

    is_complete = True

    def __call__(self, data: bytes) -> Iterator[bytes]:
        yield data


def decoder_for(encoding: str) -> Gunzip | Identity:
    """Return the function that decompresses data.

    Raises:
        FetchError: the server has used a compression that we have not asked for.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return Identity()
        case "gzip" | "x-gzip":
            return Gunzip()
    raise FetchError(
        "unusable", f"the server compressed it in a way that is not supported: {encoding}"
    )
