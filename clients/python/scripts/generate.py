"""Makes src/quiva/types.py and src/quiva/operations.py from the gateway's OpenAPI document. With --check, only says
whether they are what it would make."""

from __future__ import annotations

import json
import keyword
import re
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

HERE = Path(__file__).resolve().parent.parent
DOCUMENT = HERE.parent.parent / "packages" / "client" / "openapi.json"
TARGET = HERE / "src" / "quiva"
MARK = "# Generated from packages/client/openapi.json by clients/python/scripts/generate.py: do not edit.\n"

# The operations that give the same answer to the same Idempotency-Key are those that take one as a header.
IDEMPOTENCY_KEY = "idempotency-key"

Json = Dict[str, Any]


def snake(name: str) -> str:
    """viewApiKeys is view_api_keys, listOAuthLinks is list_oauth_links."""
    name = name.replace("OAuth", "Oauth")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


def parameter(name: str) -> str:
    """The name of a parameter in Python: `from` is taken."""
    python = re.sub(r"\W", "_", name)
    return python + "_" if keyword.iskeyword(python) else python


class Types:
    """The named types: those of the document, and one for each object within another, named after where it is."""

    def __init__(self, schemas: Json) -> None:
        self.schemas = schemas
        self.classes: Dict[str, str] = {}

    def of(self, schema: Json, name: str) -> str:
        """How the type is written in Python; `name` is for the objects that have none of their own."""
        if "$ref" in schema:
            return str(schema["$ref"]).rsplit("/", 1)[-1]
        for members in ("anyOf", "oneOf"):
            if members in schema:
                return self.union(schema[members], name)
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        if "enum" in schema:
            return "Literal[" + ", ".join(repr(value) for value in schema["enum"]) + "]"
        kind = schema.get("type")
        if isinstance(kind, list):
            return self.union([{**schema, "type": one} for one in kind], name)
        simple = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
        if kind in simple:
            return simple[kind]
        if kind == "array":
            return f"List[{self.of(schema.get('items', {}), name + 'Item')}]"
        if kind == "object" or "properties" in schema:
            if schema.get("properties"):
                return self.define(name, schema)
            rest = schema.get("additionalProperties")
            return f"Dict[str, {self.of(rest, name + 'Value') if isinstance(rest, dict) else 'Any'}]"
        return "Any"

    def union(self, schemas: List[Json], name: str) -> str:
        parts: List[str] = []
        for index, schema in enumerate(schemas):
            part = self.of(schema, name if index == 0 else f"{name}{index + 1}")
            if part not in parts:
                parts.append(part)
        return parts[0] if len(parts) == 1 else f"Union[{', '.join(parts)}]"

    def define(self, name: str, schema: Json) -> str:
        """Python 3.9 has no NotRequired, so what may be absent is in a class of its own."""
        if name in self.schemas and schema is not self.schemas[name]:
            name += "Value"
        properties: Json = schema["properties"]
        required = set(schema.get("required", []))
        must = [(key, self.of(value, name + pascal(key))) for key, value in properties.items() if key in required]
        may = [(key, self.of(value, name + pascal(key))) for key, value in properties.items() if key not in required]
        said = self.describe(schema)
        if must and may:
            text = self.typed_dict(f"_{name}Required", "TypedDict", must, [])
            text += "\n\n\n" + self.typed_dict(name, f"_{name}Required, total=False", may, said)
        else:
            text = self.typed_dict(name, "TypedDict, total=False" if may else "TypedDict", must or may, said)
        if self.classes.get(name, text) != text:
            raise SystemExit(f"two types would be named {name}")
        self.classes[name] = text
        return name

    def typed_dict(self, name: str, bases: str, members: List[Tuple[str, str]], said: List[str]) -> str:
        if all(key.isidentifier() and not keyword.iskeyword(key) for key, _ in members):
            return "\n".join([f"class {name}({bases}):", *said, *(f"    {key}: {kind}" for key, kind in members)])
        if not bases.startswith("TypedDict"):
            raise SystemExit(f"{name} has an optional member that is no word of Python")
        # A member such as `import` cannot be written in a class.
        written = ", ".join(f"{key!r}: {kind!r}" for key, kind in members)
        return f"{name} = TypedDict({name!r}, {{{written}}}{bases[len('TypedDict'):]})"

    def describe(self, schema: Json) -> List[str]:
        text = schema.get("description")
        return docstring(text, "    ") if text else []


def docstring(text: str, indent: str) -> List[str]:
    safe = text.replace("\\", "\\\\").replace('"""', "'''")
    if safe.endswith('"'):
        safe += " "
    return [f'{indent}"""{safe}"""']


def operation_method(types: Types, path: str, method: str, operation: Json) -> List[str]:
    operation_id: str = operation["operationId"]
    base = operation_id[0].upper() + operation_id[1:]
    body, body_required = request_body(types, operation, base)
    parameters = [one for one in operation.get("parameters", []) if one["in"] in ("query", "header")]
    answer, kind = answer_type(types, operation, base)

    arguments: List[str] = ["self"]
    if body:
        arguments.append(f"body: {body}" if body_required else f"body: Optional[{body}] = None")
    if parameters:
        arguments.append("*")
    parameters.sort(key=lambda one: not one.get("required", False))
    for one in parameters:
        name = parameter(one["name"])
        written = types.of(one["schema"], base + pascal(one["name"]))
        arguments.append(f"{name}: {written}" if one.get("required") else f"{name}: Optional[{written}] = None")

    query = [one["name"] for one in parameters if one["in"] == "query"]
    headers = [one["name"] for one in parameters if one["in"] == "header"]
    call = [repr(method.upper()), repr(path)]
    if query:
        call.append("query={" + ", ".join(f"{name!r}: {parameter(name)}" for name in query) + "}")
    if headers:
        call.append("headers={" + ", ".join(f"{name!r}: {parameter(name)}" for name in headers) + "}")
    if body:
        call.append("body=body")
    if IDEMPOTENCY_KEY in headers:
        call.append("idempotent=True")
    if not operation.get("security"):
        call.append("anonymous=True")

    summary = [operation.get("summary", operation_id) + "."]
    if operation.get("description"):
        summary.append(operation["description"])
    said = docstring("\n\n        ".join(summary), "        ")
    name = snake(operation_id)
    if kind == "lines":
        return [
            f"    def {name}({', '.join(arguments)}) -> Iterator[Dict[str, Any]]:",
            *said,
            f"        return self._lines({', '.join(call)})",
        ]
    lines = [
        f"    def {name}({', '.join(arguments)}) -> {answer}:",
        *said,
        f"        return cast({answer!r}, self._call({', '.join(call)}))"
        if kind == "json"
        else f"        return self._headers({', '.join(call)})",
    ]
    row = row_type(types, operation, base)
    if row:
        lines += ["", *rows_method(name, operation_id, arguments, parameters, row)]
    return lines


def rows_method(name: str, operation_id: str, arguments: List[str], parameters: List[Json], row: str) -> List[str]:
    """Reads a list page after page, as far as it is read."""
    rows = "iter_" + re.sub(r"^(view|list|get)_", "", snake(operation_id))
    kept = [argument for argument in arguments if not argument.startswith(("cursor:", "limit:"))]
    names = [one["name"] for one in parameters if one["name"] not in ("cursor", "limit")]
    query = ", ".join(f"{one!r}: {parameter(one)}" for one in names)
    if "*" not in kept:
        kept.append("*")
    kept.append("limit: int = 500")
    path = next(line for line in PATHS if line[0] == operation_id)[1]
    return [
        f"    def {rows}({', '.join(kept)}) -> Iterator[{row}]:",
        f'        """The rows of {name}, page after page; `limit` is the size of a page."""',
        f"        return cast('Iterator[{row}]', self._rows({path!r}, limit, {{{query}}}))",
    ]


def request_body(types: Types, operation: Json, base: str) -> Tuple[Optional[str], bool]:
    body = operation.get("requestBody")
    if not body:
        return None, False
    content = body["content"].get("application/json")
    if not content:
        return None, False
    return types.of(content["schema"], base + "Body"), bool(body.get("required"))


def answer_type(types: Types, operation: Json, base: str) -> Tuple[str, str]:
    content = operation["responses"]["200"].get("content", {})
    if "application/x-ndjson" in content:
        return "", "lines"
    if "application/json" not in content:
        return "Dict[str, str]", "headers"
    return types.of(content["application/json"]["schema"], base + "Answer"), "json"


def row_type(types: Types, operation: Json, base: str) -> Optional[str]:
    schema = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    properties = schema.get("properties", {})
    if "next_cursor" not in properties or properties.get("data", {}).get("type") != "array":
        return None
    return types.of(properties["data"]["items"], base + "AnswerDataItem")


PATHS: List[Tuple[str, str]] = []


def generate() -> Dict[Path, str]:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    types = Types(schemas)
    for name, schema in schemas.items():
        if types.of(schema, name) != name:
            types.classes[name] = f"{name} = {types.of(schema, name)}"
    methods: List[str] = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            # Pages for browsers have no operationId; openVerifier is a WebSocket: quiva.Verifier.
            if "operationId" not in operation or operation["operationId"] == "openVerifier":
                continue
            PATHS.append((operation["operationId"], path))
            methods += ["", *operation_method(types, path, method, operation)]

    # An alias is evaluated when the module is loaded, a class's annotations are not: aliases come last.
    classes = sorted(types.classes.items(), key=lambda one: one[1].startswith(f"{one[0]} = ") and "TypedDict(" not in one[1])
    header = f"{MARK}# fmt: off\nfrom __future__ import annotations\n\n"
    written = header + "from typing import Any, Dict, List, Literal, TypedDict, Union\n"
    written += "".join(f"\n\n{text}\n" for _, text in classes)
    used = sorted(name for name in types.classes if re.search(rf"\b{name}\b", "\n".join(methods)))
    operations = header + "from typing import Any, Dict, Iterator, List, Literal, Optional, Union, cast\n\n"
    operations += "from ._base import Base\nfrom .types import (\n"
    operations += "".join(f"    {name},\n" for name in used) + ")\n\n\n"
    operations += "class Operations(Base):\n"
    operations += '    """One method for each operation of the gateway, in the order of their paths."""\n'
    operations += "\n".join(methods) + "\n"
    return {TARGET / "types.py": written, TARGET / "operations.py": operations}


if __name__ == "__main__":
    stale = []
    for file, text in generate().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(file.name)
            if "--check" not in sys.argv:
                file.write_bytes(text.encode("utf-8"))
    if stale and "--check" in sys.argv:
        raise SystemExit(f"{', '.join(stale)}: out of date; run python3 clients/python/scripts/generate.py")
