"""Voice notes: at most a minute, re-encoded by ffmpeg, without it taken only in known containers.

Nothing of the container survives re-encoding: no place, no device, no title.
"""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import tempfile
import wave
from pathlib import Path

LONGEST = 60
#: Recorders stop a moment late.
GRACE = 1.5
MIMES = {
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}
#: ffmpeg's name of each container: it must not guess from the content (playlists name other files).
_DEMUX = {"webm": "matroska", "ogg": "ogg", "m4a": "mov", "mp3": "mp3", "wav": "wav"}
#: Without ffmpeg these containers tell no length; a minute of speech is not larger.
_MOST_BLIND = 1_200_000


class VoiceError(ValueError):
    """`reason`: "long" or "unreadable"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def sniff(head: bytes) -> str:
    """Container by its first bytes, "" for none that we know."""
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    if head[:4] == b"OggS":
        return "ogg"
    if head[4:8] == b"ftyp" and head[8:12] in (
        b"M4A ",
        b"mp42",
        b"isom",
        b"mp41",
        b"iso2",
        b"iso5",
        b"M4B ",
        b"3gp4",
    ):
        return "m4a"
    if head[:3] == b"ID3" or (len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4)):
        return "mp3"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    return ""


def harmless(raw: bytes, container: str) -> tuple[bytes, str, int]:
    """The bytes to keep, their ending and the seconds.

    :raises VoiceError: when it is longer than a minute or cannot be read.
    """
    if shutil.which("ffmpeg"):
        kept, ending = _encode(raw, container), "m4a"
    else:
        kept, ending = raw, container
    seconds = length(kept, ending)
    if seconds is None and len(kept) > _MOST_BLIND:
        raise VoiceError("long")
    if seconds is not None and seconds > LONGEST + GRACE:
        raise VoiceError("long")
    if seconds is not None and seconds <= 0:
        raise VoiceError("unreadable")
    return kept, ending, min(round(seconds or 0), LONGEST)


def _encode(raw: bytes, container: str) -> bytes:
    """AAC mono in MP4, which every phone plays; stops just after the minute."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out.m4a"
        source.write_bytes(raw)
        command = [
            "ffmpeg", "-nostdin", "-v", "error", "-protocol_whitelist", "file",
            "-f", _DEMUX[container], "-i", str(source), "-vn", "-sn", "-dn", "-map", "0:a:0",
            "-map_metadata", "-1", "-map_chapters", "-1", "-t", str(LONGEST + 2 * GRACE),
            "-ac", "1", "-ar", "24000", "-c:a", "aac", "-b:a", "32k", "-fflags", "+bitexact",
            "-movflags", "+faststart", str(target),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=40)  # noqa: S603
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise VoiceError("unreadable") from error
        return target.read_bytes()


def length(raw: bytes, container: str) -> float | None:
    """Seconds, None where the container does not tell.

    :raises VoiceError: when the container is broken.
    """
    try:
        if container == "wav":
            with wave.open(io.BytesIO(raw)) as sound:
                return float(sound.getnframes() / sound.getframerate())
        if container == "m4a":
            at = raw.index(b"mvhd") + 4
            wide = raw[at] == 1
            scale, ticks = struct.unpack_from(
                ">IQ" if wide else ">II", raw, at + (20 if wide else 12)
            )
            return float(ticks / scale)
        if container == "ogg":
            at = raw.rindex(b"OggS")
            (granule,) = struct.unpack_from("<q", raw, at + 6)
            rate = (
                48000
                if b"OpusHead" in raw[:200]
                else struct.unpack_from("<I", raw, raw.index(b"\x01vorbis") + 12)[0]
            )
            return float(granule / rate)
    except (ValueError, struct.error, wave.Error, EOFError, ZeroDivisionError) as error:
        raise VoiceError("unreadable") from error
    return None
