"""Findings as SARIF 2.1.0 (OASIS 2020), which code hosts and editors read.

Only what is so is said: a region has columns where they are those of the file, a fix is offered where it would change just that
text there, and no root is made up for paths. Columns count Unicode code points.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.core.finding import Level

if TYPE_CHECKING:
    from reviewer.checks import Check
    from reviewer.workflow.linting import Spot

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
"""What may stand in a path of a URI as it is (RFC 3986)."""


def sarif(spots: Iterable[Spot], checks: Sequence[Check], version: str, notices: Sequence[str] = ()) -> dict[str, Any]:
    """The log of one run.

    Args:
        spots: what was found.
        checks: those that ran.
        version: of this program.
        notices: what a person should know of the run, one line each.
    """
    places = {check.name: place for place, check in enumerate(checks)}
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if notices:
        invocation["toolExecutionNotifications"] = [{"level": "note", "message": {"text": line}} for line in notices]
    driver = {"name": "reviewer", "version": version, "rules": [_rule(check) for check in checks]}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(spot, places) for spot in spots],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def uri(path: str) -> str:
    """The reference to a file: relative as it was given, or whole; every byte that means something in a URI is encoded."""
    prefix = "file://" if Path(path).is_absolute() else ""
    return prefix + "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in os.fsencode(Path(path).as_posix()))


def _rule(check: Check) -> dict[str, Any]:
    from reviewer.workflow.checklist import family_of
    from reviewer.workflow.explaining import plain_explanation, written_explanation

    level = Level.INFO if check.starts_low else check.level
    return {
        "id": check.name,
        "shortDescription": {"text": check.about.partition(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": check.about},
        "help": {"text": plain_explanation(check), "markdown": written_explanation(check)},
        "defaultConfiguration": {"level": _LEVELS[level]},
        "properties": {"tags": [family_of(check.name)], "itsIssueType": check.issue},
    }


def _result(spot: Spot, places: dict[str, int]) -> dict[str, Any]:
    finding = spot.finding
    location: dict[str, Any] = {
        "logicalLocations": [{"name": f"segment {finding.position}", "fullyQualifiedName": f"{spot.article}/{finding.position}"}]
    }
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": places[finding.check],
        "level": _LEVELS[finding.level],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"finding/v1": spot.digest},
    }
    if spot.file is None or spot.start is None:
        return result
    artifact = {"description": {"text": "standard input"}} if spot.file == "-" else {"uri": uri(spot.file)}
    region: dict[str, Any] = {"startLine": spot.start[0]}
    if spot.end is not None:
        region |= {"startColumn": spot.start[1], "endLine": spot.end[0], "endColumn": spot.end[1]}
    location["physicalLocation"] = {
        "artifactLocation": artifact,
        "region": region | {"snippet": {"text": finding.text}} if finding.text else region,
    }
    if finding.suggestion is not None and spot.end is not None:
        replacement: dict[str, Any] = {"deletedRegion": region}
        if finding.suggestion:
            replacement["insertedContent"] = {"text": finding.suggestion}
        change = {"artifactLocation": artifact, "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": help_line(finding.text, finding.suggestion)}, "artifactChanges": [change]}]
    return result


def help_line(text: str, suggestion: str) -> str:
    """What is suggested, as one tells somebody."""
    if not suggestion:
        return f"take out “{text.strip() or text}”"
    return f"write “{suggestion}”" if not text.strip() else f"write “{suggestion}” for “{text}”"
