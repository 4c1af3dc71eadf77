"""Below the public interface nothing makes or reads a law by itself: one rulebook is handed down, to whoever needs rules."""

import ast
from pathlib import Path

import pytest

from cdmz_rules.files.paths import PACKAGE

FILES = sorted(
    file
    for file in PACKAGE.rglob("*.py")
    if file.relative_to(PACKAGE).parts[0] not in ("cli", "api", "parameters", "reforms", "variables")
    if file != PACKAGE / "__init__.py"
)
AMBIENT = ("Rulebook.shipped", "paths.shipped", "load_reform", "rulebook._shipped")
"""What gives a law to whoever asks, from nothing."""
READERS = ("Rulebook.load", "law.read", "places.read", "tree.read")
MADE = ("Rulebook", "CountryTaxBenefitSystem", "Reforms", "Catalogue", "Registry")
STATE = ("dict", "list", "set", "defaultdict", "ContextVar", "local", "WeakKeyDictionary", "WeakValueDictionary")
"""What a module would keep a law in, for whoever asks later."""
PARAMETERS = ("rulebook", "content")
"""The parameters whose default may be what is shipped."""
ALLOWED = {
    "rulebook/rulebook.py": {"Rulebook.shipped", "_shipped", "load_reform"},
    "rulebook/system.py": {"CountryTaxBenefitSystem.__init__"},
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Finder(ast.NodeVisitor):
    """Finds in a module where a law is made or read without one being handed down.

    Attributes:
        mistakes: The lines, each with what stands there.
    """

    def __init__(self, module):
        self.module = module
        self.origins = {}
        self.around = []
        self.mistakes = []

    def visit_Import(self, node):
        for alias in node.names:
            self.origins[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else None

    def visit_ImportFrom(self, node):
        for alias in node.names:
            self.origins[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"

    def visit_ClassDef(self, node):
        self._inside(node, node.body, node.decorator_list + node.bases + [each.value for each in node.keywords])

    def visit_FunctionDef(self, node):
        # What a signature holds is computed where the function is defined; what annotations hold, never.
        defaults = node.args.defaults + [each for each in node.args.kw_defaults if each is not None]
        self._inside(node, node.body, node.decorator_list + defaults)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node):
        self._inside(node, [node.body], node.args.defaults)

    def _inside(self, node, body, outside):
        for each in outside:
            self.visit(each)
        self.around.append(node)
        for each in body:
            self.visit(each)
        self.around.pop()

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self._state(node, node.value)
            self.visit(node.value)

    def visit_BoolOp(self, node):
        first, *others = node.values
        defaulted = isinstance(node.op, ast.Or) and self._is_parameter(first)
        self.visit(first)
        for each in others:
            if not (defaulted and self._is_ambient(each)):
                self.visit(each)

    def visit_IfExp(self, node):
        test = node.test
        by_default = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is) and self._is_parameter(test.left)
        if not (by_default and self._is_ambient(node.body)):
            self.visit(node.body)
        self.visit(test)
        self.visit(node.orelse)

    def visit_Call(self, node):
        if self._ends(node.func, MADE) and self._by_itself():
            self._note(node)
        if self._ends(node.func, ("CountryTaxBenefitSystem",)) and not (node.args or node.keywords):
            self._note(node)
        self.generic_visit(node)

    def visit_Global(self, node):
        self.mistakes.append((node.lineno, ast.unparse(node)))

    def visit_Assign(self, node):
        self._state(node, node.value)
        self.generic_visit(node)

    def _state(self, node, value):
        """Note what a module keeps to be filled or set later: a law handed down once would be read from there by anybody."""
        empty = isinstance(value, ast.Dict | ast.List) and not (
            getattr(value, "keys", None) or getattr(value, "elts", None)
        )
        called = isinstance(value, ast.Call) and self._ends(value.func, STATE)
        if not self.around and (empty or called):
            self._note(node)

    def visit_Name(self, node):
        self._reference(node)

    def visit_Attribute(self, node):
        if not self._reference(node):
            self.generic_visit(node)

    def _reference(self, node):
        """Note the name of what gives a law from nothing anywhere, and of what reads one where nothing is handed down."""
        wrong = self._ends(node, AMBIENT) or (self._ends(node, READERS) and self._by_itself())
        if wrong:
            self._note(node)
        return wrong

    def _note(self, node):
        if not self._allowed():
            self.mistakes.append((node.lineno, ast.unparse(node)))

    def _allowed(self):
        names = [getattr(each, "name", "lambda") for each in self.around]
        return ".".join(names) in ALLOWED.get(self.module, ())

    def _by_itself(self):
        """Whether no function with parameters stands around: a statement of the module, or a function that needs nothing."""
        functions = [each for each in self.around if isinstance(each, FUNCTIONS)]
        return not any(ast.unparse(each.args) for each in functions)

    def _is_parameter(self, node):
        """Whether something is a parameter of the innermost function that may stand for what is shipped."""
        functions = [each for each in self.around if isinstance(each, FUNCTIONS)]
        if not functions:
            return False
        args = functions[-1].args
        names = {each.arg for each in (*args.posonlyargs, *args.args, *args.kwonlyargs)} & set(PARAMETERS)
        if isinstance(node, ast.Call) and args.kwarg is not None:
            return ast.unparse(node) in {f"{args.kwarg.arg}.get({name!r})" for name in PARAMETERS}
        return isinstance(node, ast.Name) and node.id in names

    def _is_ambient(self, node):
        return isinstance(node, ast.Call) and self._ends(node.func, AMBIENT)

    def _ends(self, node, ends):
        dotted = self._dotted(node)
        return dotted is not None and any(f".{dotted}".endswith(f".{end}") for end in ends)

    def _dotted(self, node):
        """Where a name comes from."""
        if isinstance(node, ast.Attribute):
            before = self._dotted(node.value)
            return None if before is None else f"{before}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        own = f"{self.module.removesuffix('.py').replace('/', '.')}.{node.id}"
        return self.origins.get(node.id, own) or node.id


def mistakes(source, module="room/module.py"):
    """Where a module makes or reads a law without one being handed down."""
    finder = Finder(module)
    finder.visit(ast.parse(source))
    return finder.mistakes


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_makes_or_reads_no_law_by_itself(file):
    assert mistakes(file.read_text(encoding="utf-8"), file.relative_to(PACKAGE).as_posix()) == []


def test_every_room_is_looked_at():
    rooms = {file.relative_to(PACKAGE).parts[0] for file in FILES}
    assert rooms >= {"decisions", "files", "i18n", "law", "model", "plan", "rulebook", "settlement", "tables", "whatif"}
    assert Path("rulebook/rulebook.py") in {file.relative_to(PACKAGE) for file in FILES}


IMPORTS = """
from functools import cache, lru_cache
import cdmz_rules
from cdmz_rules import Rulebook, places as register
from cdmz_rules.files import paths
from cdmz_rules.files.paths import shipped as at_hand
from cdmz_rules.law.law import Law, read
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.rulebook import CountryTaxBenefitSystem, Rulebook as Book
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import load_reform
"""


@pytest.mark.parametrize(
    "planted",
    [
        "BOOK = None\ndef use(rulebook):\n    global BOOK\n    BOOK = rulebook",
        "BOOKS = {}\ndef use(rulebook):\n    BOOKS['law'] = rulebook",
        "BOOKS: dict[str, Rulebook] = {}",
        "BOOKS = []",
        "from contextvars import ContextVar\nBOOK = ContextVar('book')",
        "import threading\nBOOK: threading.local = threading.local()",
        "BOOK = Rulebook.shipped()",
        "BOOK = Book.load('toy_law')",
        "NAMES = list(cdmz_rules.Rulebook.shipped().benefits)",
        "CONTENT = paths.shipped()",
        "SYSTEM = CountryTaxBenefitSystem()",
        "SYSTEM: CountryTaxBenefitSystem = CountryTaxBenefitSystem(CONTENT)",
        "PLACES = register.read(FOLDER)",
        "LAW = read(CONTENT)[1]",
        "REFORMS = Reforms(FOLDER, PLACES)",
        "CATALOGUE = Catalogue(SYSTEM)",
        "PACK = load_reform('assumptions_2026')",
        "class Options:\n    content = at_hand()",
        "class Options:\n    rulebook = field(default_factory=Rulebook.shipped)",
        "DEFAULT = lambda: Rulebook.shipped()",
        "if True:\n    BOOK = Rulebook.shipped()",
        "@registered(Rulebook.shipped())\ndef decide(case, rulebook):\n    return rulebook",
        "def decide(case, rulebook=Rulebook.shipped()):\n    return rulebook",
        "def decide(case, *, rulebook=Rulebook.shipped()):\n    return rulebook",
        "@cache\ndef law():\n    return read(CONTENT)[1]",
        "@lru_cache(maxsize=1)\ndef catalogue():\n    return Catalogue(SYSTEM)",
        "@cache\ndef places():\n    return register.read(FOLDER)",
        "@cache\ndef system():\n    return CountryTaxBenefitSystem(CONTENT)",
        "def law():\n    return Rulebook.shipped().law",
        "def decide(case):\n    return Rulebook.shipped().benefit(case)",
        "def decide(case, law=None):\n    return law or Rulebook.shipped().law",
        "def decide(case, law=None):\n    return law or Rulebook.shipped()",
        "def decide(case, rulebook=None):\n    return (rulebook or Rulebook.shipped()), Rulebook.shipped()",
        "def decide(case, rulebook=None):\n    return rulebook and Rulebook.shipped()",
        "def decide(case, rulebook=None):\n    return rulebook or Rulebook.shipped().under('pack')",
        "def decide(case, rulebook=None):\n    def inner():\n        return rulebook or Rulebook.shipped()\n    return inner",
        "def decide(case, **options):\n    return options.get('law') or Rulebook.shipped()",
        "def decide(case):\n    from cdmz_rules.rulebook.rulebook import Rulebook as Late\n    return Late.shipped()",
        "class Answer:\n    def law(self):\n        return Rulebook.shipped().law",
        "def system(name):\n    return CountryTaxBenefitSystem()",
        "def formulas(name):\n    return paths.shipped().variables / name",
        "_book = None\ndef book():\n    global _book\n    _book = _book or Rulebook.shipped()\n    return _book",
    ],
)
def test_what_is_planted_is_found(planted):
    assert mistakes(IMPORTS) == []
    assert mistakes(IMPORTS + planted)


@pytest.mark.parametrize(
    "proper",
    [
        "def decide(case, rulebook: Rulebook | None = None):\n    return rulebook or Rulebook.shipped()",
        "def decide(case, *, rulebook=None):\n    return (rulebook or Rulebook.shipped()).with_law(case)",
        "def decide(case, rulebook=None):\n    return Rulebook.shipped() if rulebook is None else rulebook",
        "def decide(case, **options):\n    return options.get('rulebook') or Rulebook.shipped()",
        "class System:\n    def __init__(self, content=None):\n        self.content = content or paths.shipped()",
        "def reforms(content, places):\n    return Reforms(content.reforms, places)",
        "@lru_cache\ndef catalogue(rulebook):\n    return Catalogue(rulebook.system)",
        "def law(content) -> Law:\n    return read(content)[1]",
        "class Answer:\n    rulebook: Rulebook\n    catalogue: Catalogue",
    ],
)
def test_what_is_handed_down_is_no_mistake(proper):
    assert mistakes(IMPORTS + proper) == []


def test_what_is_allowed_by_name_is_allowed_there_alone():
    source = IMPORTS + "@cache\ndef _shipped():\n    return Book(paths.shipped())"
    assert mistakes(source, "rulebook/rulebook.py") == []
    assert mistakes(source, "decisions/decide.py")
