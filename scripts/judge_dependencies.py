# SPDX-License-Identifier: MIT
"""The judges of dependencies: run by scripts/judges.

Compares the edges that `rustassistant deps` finds in a folder with what another program finds there, and prints precision
and recall. Files that the product leaves out (ignored, generated, vendored) are left out on both sides.
"""
import ast
import collections
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build/judges"
NPM = ["madge@8.0.0", "dependency-cruiser@17.4.3", "typescript@5.9.3"]
DEBIAN = ["golang-go", "default-jdk-headless", "gcc"]

# Least precision and recall.
THRESHOLDS = {
    "madge": (0.98, 0.98), "dependency-cruiser": (0.98, 0.98), "ast": (0.98, 0.97), "gcc": (0.97, 0.92),
    "gcc with commands": (0.97, 0.97), "go list": (0.99, 0.99), "jdeps": (0.95, 0.90), "rustc": (0.99, 0.99),
}


def run(command, **keywords):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, **keywords)


def install():
    TOOLS.mkdir(parents=True, exist_ok=True)
    for command in [["apt-get", "install", "-y", "--no-install-recommends", package] for package in DEBIAN] + [
            ["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(TOOLS), *NPM]]:
        if run(command).returncode != 0:
            print(f"judges: failed: {' '.join(command)}", file=sys.stderr)


def ours(folder):
    """The edges within the folder, by paths within it."""
    executable = os.environ.get("RUSTASSISTANT_EXE", str(ROOT / "build/dev/rustassistant"))
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "RUSTASSISTANT_HOME": home}
        result = run([executable, "deps", ".", "--format", "json"], cwd=folder, env=environment)
    if result.returncode != 0:
        sys.exit(f"judges: {result.stderr}")
    document = json.loads(result.stdout)
    prefix = document["path"] + "/" if document["path"] else ""
    inside = lambda path: path[len(prefix):] if path.startswith(prefix) else None
    edges = set()
    for edge in document["edges"]:
        ends = inside(edge["from"]), inside(edge["to"])
        if None not in ends:
            edges.add(ends)
    return edges, document


def within(folder, path):
    return os.path.relpath(os.path.realpath(os.path.join(folder, path)), os.path.realpath(folder))


VENDORED = {"vendor", "vendored", "third_party", "third-party", "3rdparty", "node_modules"}


def tracked(folder):
    """What may be an end of an edge: the files that git tracks, without vendored ones."""
    listed = run(["git", "ls-files", "-z", "."], cwd=folder)
    paths = set(listed.stdout.split("\0")) if listed.returncode == 0 and listed.stdout else {
        within(folder, path) for path in pathlib.Path(folder).rglob("*") if path.is_file()}
    return {path for path in paths if not VENDORED & set(path.split("/"))}


def madge(folder, _):
    tool = str(TOOLS / "node_modules/.bin/madge")
    config = [option for name in ("tsconfig.json",) if (pathlib.Path(folder) / name).exists()
              for option in ("--ts-config", name)]
    with tempfile.TemporaryFile("w+") as listing:  # through a pipe it ends before everything is written
        subprocess.run([tool, "--json", "--extensions", "js,jsx,mjs,cjs,ts,tsx,mts,cts", *config, "."], cwd=folder,
                       stdout=listing, stderr=subprocess.DEVNULL, check=False)
        listing.seek(0)
        output = listing.read()
    return {(source, target) for source, targets in json.loads(output).items() for target in targets}


def dependency_cruiser(folder, _):
    tool = str(TOOLS / "node_modules/.bin/depcruise")
    config = ["--ts-config", "tsconfig.json"] if (pathlib.Path(folder) / "tsconfig.json").exists() else []
    with tempfile.TemporaryDirectory() as place:
        # Through a pipe it ends before everything is written.
        listing = pathlib.Path(place) / "edges.json"
        run([tool, "--no-config", "--output-type", "json", "--output-to", str(listing), "--ts-pre-compilation-deps", *config, "."],
            cwd=folder, env=dict(os.environ, NODE_PATH=str(TOOLS / "node_modules")))
        output = listing.read_text()
    edges = set()
    for module in json.loads(output)["modules"]:
        for dependency in module["dependencies"]:
            if not dependency["couldNotResolve"] and not dependency["coreModule"]:
                edges.add((module["source"], dependency["resolved"]))
    return edges


def python_ast(folder, files):
    """Python's own parser; modules are looked up as an interpreter would that was started beside the top packages."""
    files = {file for file in files if file.endswith((".py", ".pyi"))}
    packages = {os.path.dirname(file) for file in files if os.path.basename(file) == "__init__.py"}

    def base(file):
        place = os.path.dirname(file)
        while place and place in packages:
            place = os.path.dirname(place)
        return place

    roots = sorted({base(package + "/__init__.py") for package in packages} | {"", "src"})

    def file_of(parts, root):
        path = os.path.join(root, *parts)
        return next((path + end for end in ("/__init__.py", ".py") if path + end in files), None)

    def find(parts, roots_here, names):
        for root in roots_here:
            inner = [file_of(parts + [name], root) for name in names]
            module = file_of(parts, root) if parts else None
            if module or any(inner):
                found = {one for one in inner if one}
                if module and (not names or None in inner):
                    found.add(module)
                return found
        return set()

    edges = set()
    for file in files:
        try:
            tree = ast.parse((pathlib.Path(folder) / file).read_text(errors="replace"))
        except (SyntaxError, ValueError):
            continue
        own = base(file)
        ways = [own] + sorted(roots, key=lambda root: -len(os.path.commonprefix([root + "/", file])))
        for node in ast.walk(tree):
            found = set()
            if isinstance(node, ast.Import):
                for name in node.names:
                    found |= find(name.name.split("."), ways, [])
            elif isinstance(node, ast.ImportFrom):
                names = [] if node.names[0].name == "*" else [name.name for name in node.names]
                parts = node.module.split(".") if node.module else []
                if node.level:
                    place = os.path.dirname(file).split("/") if os.path.dirname(file) else []
                    place = place[:len(place) - node.level + 1]
                    found = find(place + parts, [""], names)
                else:
                    found = find(parts, ways, names)
            edges |= {(file, target) for target in found if target != file}
    return edges


def closure(edges):
    targets = collections.defaultdict(set)
    for source, target in edges:
        targets[source].add(target)
    reached = set()
    for source in list(targets):
        seen, pending = set(), [source]
        while pending:
            for target in targets.get(pending.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    pending.append(target)
        reached |= {(source, target) for target in seen if target != source}
    return reached


def gcc(folder, files, options=()):
    """What the preprocessor reads of each unit, directly or not."""
    edges = set()
    for unit in sorted(file for file in files if file.endswith((".c", ".cc", ".cpp"))):
        result = run(["gcc", "-MM", "-MG", *options, unit], cwd=folder)
        words = shlex.split(result.stdout.replace("\\\n", " "))[1:] if result.stdout else []
        edges |= {(unit, within(folder, word)) for word in words if within(folder, word) != unit}
    return edges


def go_list(folder, _):
    """Packages by their folders; the tests of a package do not count."""
    with tempfile.TemporaryDirectory() as place:
        # Debian's go is older than what many modules ask for; to list imports it is enough, and needs no network.
        manifest = (pathlib.Path(folder) / "go.mod").read_text()
        manifest = re.sub(r"^(toolchain|tool|godebug|ignore)\b.*$", "", re.sub(r"^go .*$", "go 1.19", manifest, flags=re.M), flags=re.M)
        (pathlib.Path(place) / "go.mod").write_text(manifest)
        output = run(["go", "list", "-e", "-json", f"-modfile={place}/go.mod", "./..."], cwd=folder,
                     env=dict(os.environ, GOFLAGS="-mod=mod", GOPROXY="off")).stdout
    decoder, at, packages = json.JSONDecoder(), 0, []
    while at < len(output.rstrip()):
        package, at = decoder.raw_decode(output, at)
        packages.append(package)
        at += len(output[at:]) - len(output[at:].lstrip())
    folders = {package["ImportPath"]: within(folder, package["Dir"]) for package in packages}
    return {(folders[package["ImportPath"]], folders[path]) for package in packages
            for path in package.get("Imports", []) if path in folders}


def annotations_of_others(folder, sources, place):
    """Declarations of annotations that are imported and not there: gson's, of Error Prone."""
    text = {file: (pathlib.Path(folder) / file).read_text(errors="replace") for file in sources}
    made = []
    for name in sorted({match for one in text.values() for match in
                        re.findall(r"^import (com\.google\.errorprone\.annotations\.[\w.]+);", one, re.M)}):
        package, simple = name.rsplit(".", 1)
        members = {match for one in text.values() for used in re.findall(rf"@{simple}\((.*?)\)\s*\n", one, re.S)
                   for match in re.findall(r"(\w+)\s*=", used) or ["value"]}
        file = place / (name.replace(".", "/") + ".java")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"package {package};\npublic @interface {simple} {{ " +
                        " ".join(f"String[] {member}() default {{}};" for member in sorted(members)) + " }\n")
        made.append(str(file))
    return made


def jdeps(folder, files):
    """Classes that the compiler made of the sources; those of others are left out of the class path."""
    with tempfile.TemporaryDirectory() as classes:
        sources = sorted(file for file in files if file.endswith(".java") and "-info." not in file)
        stubs = annotations_of_others(folder, sources, pathlib.Path(classes) / "stubs")
        stubs += sorted(str(path) for path in pathlib.Path(folder).parent.glob("java-templates/**/*.java"))
        run(["javac", "-nowarn", "-proc:none", "-d", classes, *stubs, *sources], cwd=folder)
        output = run(["jdeps", "-v", "-R", classes]).stdout
    declared = {}
    for file in sources:
        text = (pathlib.Path(folder) / file).read_text(errors="replace")
        package = re.search(r"^package\s+([\w.]+)\s*;", text, re.M)
        for name in re.findall(r"^(?:[\w@]+ )*(?:class|interface|enum|record|@interface) (\w+)", text, re.M):
            declared[(package[1] + "." if package else "") + name] = file
    edges = set()
    for row in output.splitlines():
        match = re.match(r"\s+(\S+)\s+-> (\S+)", row)
        if match:
            ends = [declared.get(re.sub(r"\$.*", "", name)) for name in match.groups()]
            if None not in ends and ends[0] != ends[1]:
                edges.add(tuple(ends))
    return edges


def features_of(folder, root):
    """Every feature of the crate, as options."""
    manifest = pathlib.Path(folder) / os.path.dirname(os.path.dirname(root)) / "Cargo.toml"
    text = manifest.read_text() if manifest.exists() else ""
    names = set(re.findall(r"^([\w-]+)\s*=", text, re.M)) | set(re.findall(r"^\[dependencies\.([\w-]+)\]", text, re.M))
    return [option for name in sorted(names) for option in ("--cfg", f'feature="{name}"')]


def rustc(folder, files):
    """The files of each crate: what `mod` leads to."""
    edges = set()
    for root in sorted(file for file in files if re.search(r"(^|/)src/(lib|main)\.rs$", file)):
        with tempfile.TemporaryDirectory() as place:
            listing = pathlib.Path(place) / "crate.d"
            run(["rustc", "--edition", "2021", "--test", *features_of(folder, root), "--emit=dep-info", "-o", str(listing),
                 root], cwd=folder)
            if listing.exists():
                first = listing.read_text().split("\n", 1)[0].split(": ", 1)[-1]
                edges |= {(root, within(folder, file)) for file in shlex.split(first) if within(folder, file) != root}
    return edges


def mods_only(folder, edges):
    """Of our edges those that `mod` makes."""
    kept = set()
    for source, target in edges:
        text = (pathlib.Path(folder) / source).read_text(errors="replace")
        if source.split("/src/")[0] != target.split("/src/")[0]:
            continue
        name = os.path.basename(os.path.dirname(target)) if target.endswith("/mod.rs") else os.path.basename(target)[:-3]
        if re.search(rf"\bmod\s+(r#)?{re.escape(name)}\s*;", text) or f'"{os.path.basename(target)}"' in text:
            kept.add((source, target))
    return kept


def by_package_name(folder, edge):
    """Whether a file names another by the name of a package of the repository, which Node finds once it is installed."""
    text = (pathlib.Path(folder) / edge[0]).read_text(errors="replace")
    stem = re.sub(r"(\.d)?\.\w+$", "", os.path.basename(edge[1]))
    if stem == "index":
        stem = os.path.basename(os.path.dirname(edge[1]))
    return not re.search(rf"""['"`]\.[^'"`]*{re.escape(stem)}|['"`]\.\.?/?['"`]""", text)


def by_folder(edges):
    pairs = {(os.path.dirname(source) or ".", os.path.dirname(target) or ".") for source, target in edges
             if not source.endswith("_test.go")}
    return {(source, target) for source, target in pairs if source != target}


def judges_of(language, options):
    if language == "javascript":
        return [("madge", madge, None), ("dependency-cruiser", dependency_cruiser, None)]
    if language == "python":
        return [("ast", python_ast, None)]
    if language == "c":
        return [("gcc", lambda folder, files: gcc(folder, files, options), closure)]
    if language == "go":
        return [("go list", go_list, by_folder)]
    if language == "java":
        return [("jdeps", jdeps, None)]
    return [("rustc", rustc, lambda edges: edges)]


PROGRAMS = {"madge": TOOLS / "node_modules/.bin/madge", "dependency-cruiser": TOOLS / "node_modules/.bin/depcruise",
            "ast": sys.executable, "gcc": "gcc", "go list": "go", "jdeps": "jdeps", "rustc": "rustc"}
LANGUAGES = ("javascript", "python", "c", "go", "java", "rust")


def compare(language, folder, options):
    """Rows of the table, and what differs."""
    edges, document = ours(folder)
    known = tracked(folder)
    rows, differ = [], []
    for name, judge, view in judges_of(language, options):
        if not shutil.which(str(PROGRAMS[name])):
            rows.append([language, pathlib.Path(folder).name, name, "not installed (--install)", "", "", "", ""])
            continue
        theirs = {edge for edge in judge(folder, known) if name == "go list" or (edge[0] in known and edge[1] in known)}
        mine = edges
        if language == "rust":
            theirs = {edge for edge in theirs if edge[1].endswith(".rs")}
            mine = {edge for edge in closure(mods_only(folder, edges)) if edge[0] in {source for source, _ in theirs}}
        elif view is closure:
            units = {source for source, _ in theirs}
            mine = {edge for edge in closure(edges) if edge[0] in units}
        elif view is not None:
            mine = view(mine)
        if language in ("javascript", "java"):
            sources = (".java",) if language == "java" else (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
            mine = {edge for edge in mine if edge[0].endswith(sources) and edge[1].endswith(sources)}
            theirs = {edge for edge in theirs if edge[0].endswith(sources) and edge[1].endswith(sources)}
        if language == "javascript":
            mine = {edge for edge in mine if edge in theirs or not by_package_name(folder, edge)}
        both = len(mine & theirs)
        precision = both / len(mine) if mine else 1.0
        recall = both / len(theirs) if theirs else 1.0
        kind = "gcc with commands" if name == "gcc" and has_commands(document["top"]) else name
        least = THRESHOLDS[kind]
        verdict = "holds" if precision >= least[0] and recall >= least[1] else f"MISSED ({least[0]}, {least[1]})"
        rows.append([language, pathlib.Path(folder).name, kind, f"{len(mine):,}", f"{len(theirs):,}", f"{precision:.3f}",
                     f"{recall:.3f}", verdict])
        differ += [f"  {language} {name}: only we: {a} -> {b}" for a, b in sorted(mine - theirs)]
        differ += [f"  {language} {name}: only {name}: {a} -> {b}" for a, b in sorted(theirs - mine)]
    return rows, differ


def has_commands(top):
    return any((pathlib.Path(top) / place).exists() for place in ("compile_commands.json", "build/compile_commands.json"))


def judge_all(arguments):
    rows = [["language", "folder", "judge", "edges", "of the judge", "precision", "recall", "threshold"]]
    differ = []
    for argument in arguments:
        language, _, rest = argument.partition("=")
        folder, *options = rest.split(",")
        if language not in LANGUAGES or not os.path.isdir(folder):
            sys.exit(f"judges: '{argument}': LANGUAGE=FOLDER, one of {', '.join(LANGUAGES)}")
        found, different = compare(language, folder, options)
        rows += found
        differ += different
    return rows, differ
