"""Why a request got no answer, in words for a person."""

import re

#: Twisted lists what went wrong as failures within failures; what each says is all that a person wants.
_FAILURE = re.compile(r"\[?<twisted\.python\.failure\.Failure [\w.]+: (.*?)>\]?", re.DOTALL)


def in_words(problem: BaseException | None) -> str:
    """One clause that says why a download failed, without the names of classes where there is anything better."""
    text = _FAILURE.sub(r"\1", str(problem)).strip()
    if "certificate verify failed" in text or "CertificateError" in text:
        return "the certificate of the server is not valid for it (expired, self-signed, or made for another name)"
    if text and text != type(problem).__name__:
        return text
    if type(problem).__name__ == "ResponseDataLossError":
        return "the answer broke off before its end"
    return type(problem).__name__
