#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check.py [FOLDER]...

Validates what the program writes for other programs against docs/schemas/: every JSON document and every line of JSON
Lines in tests/golden/*/*/stdout, in the examples of docs/json.md, and in the files of each FOLDER (which the integration
tests fill); and the head of every CSV against docs/json.md. Fails on a document that does not fit, on a schema of which
no golden case has a document, and, given a FOLDER, on a property that no document has.
"""
import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What tests/golden/run.sh puts in the place of what changes from run to run.
NUMBERS = re.compile(r"<(size|duration)>")
MASKED_TEXT = {"<date>", "<repository>"}
# What no golden case can hold; integration tests have it.
NOT_GOLDEN = {
    "doctor",  # names files and libraries of the machine
    "cache-build",  # needs a model that answers
    "models-verify",  # needs an embedding model
    "cache-remote",  # needs a server
    "cache-export", "cache-export-entry", "cache-export-end",  # compressed
}

# Every type of result has the same shape, but only reviews are put together of parts.
OF_REVIEWS_ONLY = {f"{name}.{path}" for name in ("analysis", "docs", "todos") for path in ("results[].reuse", "summary.reused")}


SEEN = set()  # paths of properties that documents have


class Schema:
    def __init__(self, path):
        self.name = path.name.removesuffix(".schema.json")
        self.tree = json.loads(path.read_text())
        jsonschema.Draft202012Validator.check_schema(self.tree)
        self.validator = jsonschema.Draft202012Validator(self.tree)
        self.golden = 0

    def branches(self, node, path):
        """The alternatives of a node, each with its path. Shapes are the same everywhere: their paths begin with them."""
        for branch in node.get("anyOf", [node]):
            if "$ref" in branch:
                name = branch["$ref"].rsplit("/", 1)[1]
                yield self.tree["$defs"][name], f"shape {name}"
            else:
                yield branch, path

    def properties(self, node, path):
        """The paths of all properties, names of maps as *."""
        for branch, path in self.branches(node, path):
            for name, value in branch.get("properties", {}).items():
                yield f"{path}.{name}"
                yield from self.properties(value, f"{path}.{name}")
            if isinstance(branch.get("additionalProperties"), dict):
                yield from self.properties(branch["additionalProperties"], f"{path}.*")
            if "items" in branch:
                yield from self.properties(branch["items"], f"{path}[]")

    def see(self, node, value, path):
        for branch, path in self.branches(node, path):
            if isinstance(value, dict):
                others = branch.get("additionalProperties")
                for name, member in value.items():
                    if name in branch.get("properties", {}):
                        SEEN.add(f"{path}.{name}")
                        self.see(branch["properties"][name], member, f"{path}.{name}")
                    elif isinstance(others, dict):
                        self.see(others, member, f"{path}.*")
            elif isinstance(value, list) and "items" in branch:
                for item in value:
                    self.see(branch["items"], item, f"{path}[]")

    def faults(self, document):
        self.see(self.tree, document, self.name)
        return [f"{error.json_path}: {error.message}" for error in self.validator.iter_errors(document)
                if not masked(error)]


def masked(error):
    """Whether all that is wrong is the form of a text that a golden case masks."""
    if error.context:
        return any(masked(cause) for cause in error.context)
    return error.validator == "pattern" and error.instance in MASKED_TEXT


def documents_of(text):
    """The JSON documents of an output: one, or one a line. Nothing where it is not JSON."""
    if not text.startswith("{"):
        return []
    text = NUMBERS.sub("0", text)
    try:
        documents = [json.loads(text)]
    except json.JSONDecodeError:
        documents = [json.loads(line) for line in text.splitlines()]
    return [inner for document in documents for inner in within(document)]


def within(document):
    """The document itself; of a message of the Model Context Protocol the documents of ours that it carries."""
    if "jsonrpc" not in document:
        return [document]
    carried = document.get("result", {}).get("structuredContent", {})
    carried.pop("next_cursor", None)  # of an answer that goes on; docs/mcp.md
    return [carried] if "schema" in carried else []


def schema_of(document, before, schemas):
    """The schema of a document; of a further line of JSON Lines, by the first line."""
    name = document.get("schema", "")
    if name:
        return schemas.get(name.removeprefix("rustassistant.").removesuffix("/1"))
    if before is None:
        return None
    is_end = "end" in document or set(document) == {"calls"}
    other = {"ledger": "call", "cache-export": "entry", "search-lines": "result"}.get(before.name)
    return schemas.get(f"{before.name}-{'end' if is_end else other}")


def outputs(folders):
    """Where it is from, its text, and whether a golden case has it."""
    for path in sorted(ROOT.glob("tests/golden/*/*/stdout")):
        text = path.read_text()
        # Formats of others, such as SARIF, have schemas of their own.
        asked = "json" in path.with_name("args").read_text().splitlines()
        if asked or '"rustassistant.' in text:
            yield path.relative_to(ROOT), text, True
    for folder in folders:
        for path in sorted(pathlib.Path(folder).glob("*.json")):
            yield path, path.read_text(), False


def examples():
    """The example of each section of docs/json.md, with the section's name."""
    text = (ROOT / "docs/json.md").read_text()
    for name, example in re.findall(r"^## ([a-z-]+)$(?:(?!^## ).)*?^```json\n(.*?)^```$", text, re.M | re.S):
        yield name, json.loads(example)


def csv_faults():
    """What is wrong with the heads of CSV in golden cases. A column KEY is called as it was asked for."""
    text = (ROOT / "docs/json.md").read_text()
    heads = {head: 0 for head in re.findall(r"^```csv\n(.*)$", text, re.M)}
    for path in sorted(ROOT.glob("tests/golden/*/*csv*/stdout")):
        head = path.read_text().splitlines()[0]
        other = "KEY," + head.split(",", 1)[1]
        if head not in heads and other not in heads:
            yield f"{path.relative_to(ROOT)}: docs/json.md has no such columns"
        else:
            heads[head if head in heads else other] += 1
    yield from (f"no golden case has the columns {head}" for head, count in heads.items() if count == 0)


def main():
    schemas = {}
    for path in sorted(ROOT.glob("docs/schemas/*.schema.json")):
        schema = Schema(path)
        schemas[schema.name] = schema
    problems = []
    seen = 0
    for place, text, golden in outputs(sys.argv[1:]):
        first = None
        for document in documents_of(text):
            schema = schema_of(document, first, schemas)
            first = first or schema
            if schema is None:
                problems.append(f"{place}: no schema for {str(document)[:80]}")
                continue
            seen += 1
            schema.golden += golden
            problems += [f"{place}: {fault}" for fault in schema.faults(document)]
    # What only an example shows may be a field that is gone.
    described = {path for schema in schemas.values() for path in schema.properties(schema.tree, schema.name)}
    if len(sys.argv) > 1:
        problems += [f"no document has {path}" for path in sorted(described - SEEN - OF_REVIEWS_ONLY)]
    with_example = 0
    for name, example in examples():
        with_example += 1
        problems += [f"docs/json.md, example of {name}: {fault}" for fault in schemas[name].faults(example)]
    if with_example != len(schemas):
        problems.append(f"docs/json.md has {with_example} examples of {len(schemas)} documents")
    for name, schema in schemas.items():
        if schema.golden == 0 and name not in NOT_GOLDEN:
            problems.append(f"{name}: no golden case has such a document")
    problems += csv_faults()
    for problem in problems:
        print(problem)
    print(f"schemas: {len(schemas)}, documents: {seen}, problems: {len(problems)}")
    return 1 if problems or seen == 0 else 0


sys.exit(main())
