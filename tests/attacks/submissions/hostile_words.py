"""Exceptions whose names and words act on whoever shows them: terminal codes, HTML, formulas, commands of a CI."""

WORDS = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m25/25\x1b[0m\r<script>alert(1)</script><img src=x onerror=alert(2)>"
    "\n=HYPERLINK(\"http://evil.example\";1)\n::set-output name=score::25\n##[error]25\n[red]markup[/] {braces} %s"
    "\u202e\u2028\x00\x08 `code` [link](javascript:alert(3))"
)
Hostile = type("<b>=1+1</b>\x1b[31m::error::", (Exception,), {"__module__": "<i>"})


class Linear:
    def __init__(self, *parameters):
        raise Hostile(WORDS)


class ReLU:
    def forward(self, *values):
        code = (lambda: 1 / 0).__code__.replace(co_name="<script>\x1b[31m", co_qualname="</pre><script>")
        exec(code)


Sigmoid = BCEWithLogits = Sequential = ReLU
