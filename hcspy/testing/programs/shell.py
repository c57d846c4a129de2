"""A little of cmd.exe, and of sh: enough to run the commands that people give to containers.

`cmd` reads its command line as a text, not as arguments: what follows ``/c`` is a line of commands, joined by ``&``,
``&&``, ``||`` and ``|``, grouped by parentheses, with ``>``, ``>>`` and ``<`` in between. `sh` here shares all of that.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import BinaryIO, Final, Literal, NamedTuple

from hcspy.testing.programs import commandline
from hcspy.testing.programs.program import Function, Nowhere, Program, run

__all__ = ["cmd", "sh"]

Find = Callable[[str, str], Function | None]

NOT_FOUND: Final = 9009
_JOINERS: Final = ("&&", "||", "&", "|")
_SWITCH: Final = re.compile(r"\s*/([a-z])(?::\w+)?", re.IGNORECASE)
_REDIRECT: Final = re.compile(r"([012]?)(>>|>|<)\s*(&\d|\"[^\"]*\"|[^\s<>]+)")


class Exit(Exception):
    """The command `exit`: the shell ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Part(NamedTuple):
    """A command of a line, and what joins it to the one before."""

    joiner: str
    text: str


def cmd(find: Find) -> Function:
    """Make cmd.exe."""

    def main(program: Program) -> int:
        line = commandline.rest(program.command_line)
        keeps_quotes, once = True, None
        while switch := _SWITCH.match(line):
            line = line[switch.end() :]
            letter = switch.group(1).lower()
            keeps_quotes = keeps_quotes and letter != "s"
            if letter in ("c", "k"):
                once = letter == "c"
                break
        shell = Shell(program, find)
        if once is None:
            return shell.converse()
        return shell.obey(stripped(line.strip(), keeps_quotes and shell.knows))

    return main


def stripped(line: str, knows: Callable[[str], bool] | Literal[False] = False) -> str:
    r"""Take the outer quotes off a line, unless they are those of one program with a blank in its name.

    >>> stripped('"echo "a b""'), stripped('"C:\\a b\\x.exe"', lambda name: True)
    ('echo "a b"', '"C:\\a b\\x.exe"')
    """
    if not line.startswith('"'):
        return line
    if knows and re.fullmatch(r'"[^"&<>()@^|]* [^"&<>()@^|]*"', line) and knows(line.strip('"')):
        return line
    end = line.rfind('"')
    return line[1:] if end == 0 else line[1:end] + line[end + 1 :]


def sh(find: Find) -> Function:
    """Make a shell for Linux containers."""

    def main(program: Program) -> int:
        args = program.args[1:]
        shell = Shell(program, find)
        if "-c" in args[:-1]:
            return shell.obey(args[args.index("-c") + 1])
        return shell.obey("\n".join(line.decode("utf-8", "replace").strip() for line in program.stdin))

    return main


class Shell:
    """Obeys lines of commands."""

    def __init__(self, program: Program, find: Find) -> None:
        self._program = program
        self._find = find
        self._last = 0

    def knows(self, name: str) -> bool:
        """Tell whether a name is that of a program."""
        return self._find(name, self._program.container.os) is not None

    def converse(self) -> int:
        """Obey line after line of the input."""
        program = self._program
        program.print(f"Microsoft Windows [Version 10.0.{program.container.build}.1]")
        program.print("(c) Microsoft Corporation. All rights reserved.")
        try:
            while True:
                program.stdout.write(f"\r\n{program.cwd}>".encode())
                line = program.stdin.readline()
                if not line:
                    return self._last
                self._line(expanded(line.decode("utf-8", "replace").strip(), program), program)
        except Exit as stop:
            return stop.code

    def obey(self, line: str) -> int:
        """Obey one line; return the code that the shell ends with."""
        try:
            for one in line.splitlines():
                self._line(expanded(one, self._program), self._program)
        except Exit as stop:
            return stop.code
        return 1 if self._last == NOT_FOUND else self._last

    def _line(self, line: str, program: Program) -> int:
        parts = split(line, ";" if program.container.os == "Linux" else "")
        position = 0
        while position < len(parts):
            chain = [parts[position]]
            while position + 1 < len(parts) and parts[position + 1].joiner == "|":
                position += 1
                chain.append(parts[position])
            position += 1
            joiner = chain[0].joiner
            if (joiner == "&&" and self._last) or (joiner == "||" and not self._last):
                continue
            self._last = self._pipeline(chain, program)
        return self._last

    def _pipeline(self, chain: list[Part], program: Program) -> int:
        code, feed = 0, None
        for number, part in enumerate(chain):
            out = io.BytesIO() if number + 1 < len(chain) else None
            inner = program.child(program.args, stdin=feed, stdout=out)
            inner.cwd = program.cwd
            code = self._command(part.text, inner)
            program.cwd, program.env = inner.cwd, inner.env
            feed = io.BytesIO(out.getvalue()) if out is not None else None
        return code

    def _command(self, text: str, program: Program) -> int:
        text = text.lstrip().lstrip("@")
        if not text.strip():
            return self._last
        if text.startswith("("):
            inside, behind = group(text)
            return self._redirected(behind, program, lambda p: self._line(inside, p))
        command, behind = redirections(text)
        return self._redirected(behind, program, lambda p: self._simple(command.lstrip(), p))

    def _redirected(self, text: str, program: Program, step: Callable[[Program], int]) -> int:
        files = program.container.files
        outputs: list[tuple[str, io.BytesIO, bool]] = []
        for stream, arrow, target in _REDIRECT.findall(text):
            name = target.strip('"')
            if arrow == "<":
                try:
                    program.stdin = io.BytesIO(files.read(program.path(name)))
                except OSError:
                    program.complain("The system cannot find the file specified.")
                    return 1
                continue
            sink: BinaryIO
            if target.startswith("&"):
                sink = program.stderr if target == "&2" else program.stdout
            elif name.lower() in ("nul", "/dev/null"):
                sink = Nowhere()  # type: ignore[assignment]
            else:
                sink = io.BytesIO()
                outputs.append((program.path(name), sink, arrow == ">>"))
            if stream == "2":
                program.stderr = sink
            else:
                program.stdout = sink
        code = step(program)
        for path, buffer, append in outputs:
            files.write(path, buffer.getvalue(), append=append)
        return code

    def _simple(self, text: str, program: Program) -> int:
        word = re.match(r"[^\s/=,;.:\\]+", text)
        builtin = _BUILTINS.get(word.group().lower()) if word else None
        if builtin is not None and word is not None and program.container.os != "Linux":
            return builtin(self, text[word.end() :], program)
        args = commandline.split(text)
        if program.container.os == "Linux" and args[0] == "exit":
            raise Exit(int(args[1]) if args[1:] else self._last)
        function = self._find(args[0], program.container.os)
        if function is None:
            return self._unknown(args[0], program)
        return run(function, program.child(args, text))

    @staticmethod
    def _unknown(name: str, program: Program) -> int:
        if program.container.os == "Linux":
            program.complain(f"sh: {name}: not found")
            return 127
        program.complain(f"'{name}' is not recognized as an internal or external command,")
        program.complain("operable program or batch file.")
        return NOT_FOUND

    # What cmd.exe can do by itself

    def _echo(self, rest: str, program: Program) -> int:
        # A blank before what follows is part of the text, as it is on Windows.
        if not rest.strip():
            program.print("ECHO is on." if rest[:1] != "." else "")
        else:
            program.print(rest[1:])
        return 0

    def _type(self, rest: str, program: Program) -> int:
        for name in commandline.split(f"type {rest}")[1:]:
            try:
                program.stdout.write(program.container.files.read(program.path(name)))
            except OSError:
                program.complain("The system cannot find the file specified.")
                return 1
        return 0

    def _set(self, rest: str, program: Program) -> int:
        name, equals, value = rest.strip().strip('"').partition("=")
        if equals:
            before = next((key for key in program.env if key.lower() == name.lower()), name)
            program.env.pop(before, None)
            if value:
                program.env[before] = value
            return 0
        shown = [f"{key}={program.env[key]}" for key in sorted(program.env) if key.lower().startswith(name.lower())]
        for line in shown:
            program.print(line)
        if name and not shown:
            program.complain(f"Environment variable {name} not defined")
        return int(bool(name) and not shown)

    def _exit(self, rest: str, program: Program) -> int:
        words = [word for word in rest.split() if word.lower() != "/b"]
        try:
            code = int(words[0], 0) if words else self._last
        except ValueError:
            code = 0
        raise Exit(code & 0xFFFFFFFF)

    def _cd(self, rest: str, program: Program) -> int:
        target = rest.strip().removeprefix("/d").removeprefix("/D").strip().strip('"')
        if target:
            program.cwd = program.path(target)
        else:
            program.print(program.cwd)
        return 0

    def _dir(self, rest: str, program: Program) -> int:
        words = [word for word in commandline.split(f"dir {rest}")[1:] if not word.startswith("/")]
        names = program.container.files.names(program.path(words[0] if words else "."))
        for name in names:
            program.print(name)
        if not names:
            program.complain("File Not Found")
        return int(not names)

    def _del(self, rest: str, program: Program) -> int:
        for name in commandline.split(f"del {rest}")[1:]:
            try:
                program.container.files.delete(program.path(name))
            except OSError:
                program.complain(f"Could Not Find {program.path(name)}")
        return 0

    def _ver(self, rest: str, program: Program) -> int:
        program.print()
        program.print(f"Microsoft Windows [Version 10.0.{program.container.build}.1]")
        return 0

    def _rem(self, rest: str, program: Program) -> int:
        return 0


_BUILTINS: Final[dict[str, Callable[[Shell, str, Program], int]]] = {
    "echo": Shell._echo,
    "type": Shell._type,
    "set": Shell._set,
    "exit": Shell._exit,
    "cd": Shell._cd,
    "dir": Shell._dir,
    "del": Shell._del,
    "ver": Shell._ver,
    "rem": Shell._rem,
}


def split(line: str, more: str = "") -> list[Part]:
    """Take a line apart at what joins its commands; quotes and parentheses hold together, ``^`` makes a letter.

    One more joiner can be named, which stands for ``&``.

    >>> split('echo "a&b" && (echo c & echo d) | more')
    [Part(joiner='', text='echo "a&b" '), Part(joiner='&&', text=' (echo c & echo d) '), Part(joiner='|', text=' more')]
    """
    parts: list[Part] = []
    joiner, text, quoted, depth, position = "", "", False, 0, 0
    while position < len(line):
        letter = line[position]
        if letter == "^" and not quoted and position + 1 < len(line):
            text += line[position + 1]
            position += 2
            continue
        quoted ^= letter == '"'
        if not quoted:
            depth += (letter == "(") - (letter == ")")
            joiners = (*_JOINERS, more) if more else _JOINERS
            found = next((j for j in joiners if line.startswith(j, position) and not depth), None)
            if found == "&" and text[-1:] in ("<", ">"):  # as in 2>&1
                found = None
            if found:
                parts.append(Part(joiner, text))
                joiner, text = found, ""
                position += len(found)
                continue
        text += letter
        position += 1
    return [*parts, Part(joiner, text)]


def group(text: str) -> tuple[str, str]:
    """Return what is in the parentheses that a text begins with, and what follows them."""
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return text[1:position], text[position + 1 :]
    return text[1:], ""


def redirections(text: str) -> tuple[str, str]:
    """Return a command without its redirections, and those."""
    plain, arrows, position = "", "", 0
    quoted = False
    while position < len(text):
        match = None if quoted else _REDIRECT.match(text, position)
        if match and (not match.group(1) or not plain[-1:].strip()):
            arrows += f" {match.group()}"
            position = match.end()
            continue
        quoted ^= text[position] == '"'
        plain += text[position]
        position += 1
    return plain, arrows


def expanded(text: str, program: Program) -> str:
    """Put the values of variables in their places; one that is not set stays as it stands."""
    if program.container.os == "Linux":
        return re.sub(r"\$(\w+)", lambda found: program.env.get(found.group(1), ""), text)
    values = {name.lower(): value for name, value in program.env.items()}
    values.setdefault("cd", program.cwd)
    values.setdefault("computername", program.container.hostname.upper())
    return re.sub(r"%(\w+)%", lambda found: values.get(found.group(1).lower(), found.group()), text)
