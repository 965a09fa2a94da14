"""The known differences from Alembic 1.8.1, each as narrow as it can be said. None of them says what
migrate does: semantics.py does, at every command. docs/decisions/0003-differences-from-alembic.md
says why, under the same names."""

from alembic.script.revision import _relative_destination as alembics_pattern

import graphs
from cases import redundant
from semantics import Command, Refused, Resolver, expected, find, split

DIFFERENCES = {}  # by name, in the order in which they are tried


def difference(name):
    def add(applies):
        DIFFERENCES[name] = applies
        return applies

    return add


def explain(case):
    """The name of the difference that a case shows; None = of none that is known."""
    return next((name for name, applies in DIFFERENCES.items() if applies(case)), None)


# What a target is ----------------------------------------------------------------------------


@difference("current as a symbol")
def current(case):
    return any(
        words.symbol == "current" and says(case, "Can't locate revision identified by 'current")
        for words in every_word(case)
    )


@difference("names that look like walks")
def pattern(case):
    """A label that ends in -1 is taken for a walk, an id with a dot is not found before one."""
    return any(
        alembics_words(text) != (words.lineage, words.symbol, words.steps)
        for text, words in zip(case.command.targets, every_word(case))
    ) and not is_stamp(case)


@difference("stamp by a number")
def stamp_number(case):
    """Refused; but a number without a symbol that goes down is counted from the heads."""
    return is_stamp(case) and any(
        says(case, "Can't locate revision identified by") if words.symbol or words.steps >= 0 else True
        for words in every_word(case)
        if words.steps is not None
    )


@difference("a label's beginning")
def label_prefix(case):
    """Where Alembic completes a beginning, labels count as ids do."""
    for name in {name for words in every_word(case) for name in (words.symbol, words.lineage)}:
        if not name or name in case.graph.revisions or name in case.graph.carriers:
            continue
        for label in (label for label in case.graph.carriers if label.startswith(name)):
            other = [target.replace(name, label) for target in case.command.targets]
            if says(case, "Can't locate revision identified by") or as_if(case, *other):
                return True
    return False


@difference("the beginning of a short id")
def short_prefix(case):
    """Only ids of four characters and more are completed."""
    return says(case, "Can't locate revision identified by") and any(
        id.startswith(name) and id != name and len(id) < 4
        for words in every_word(case)
        for name in (words.symbol, words.lineage)
        if name
        for id in case.graph.revisions
    )


@difference("a lineage that decides a beginning")
def decided_prefix(case):
    """Where Alembic looks the symbol up alone: before it counts up from it, in a downgrade, and to
    find the rows that a stamp replaces."""
    return any(
        says(case, f"Can't locate revision identified by '{words.symbol}")
        and bool(words.lineage)
        and sum(id.startswith(words.symbol) for id in case.graph.revisions) > 1
        for words in every_word(case)
        if case.expected is not None and words.symbol
    )


# Upgrade -------------------------------------------------------------------------------------


@difference("overlaps")
def overlaps(case):
    """Rows that are redundant, often by Alembic's own doing, stop it."""
    return "overlaps with other requested revisions" in case.alembic.message and bool(
        redundant(case, case.alembic_rows)
    )


@difference("heads that need each other")
def overlapping_heads(case):
    """label@heads, one of which depends on another."""
    return (
        "overlaps with other requested revisions" in case.alembic.message
        and case.command.verb == "upgrade"
        and words_of(case).symbol == "heads"
    )


@difference("an upgrade that ends at the base")
def walk_to_base(case):
    """Nothing to do; Alembic stumbles over its own assertion."""
    return (
        case.command.verb == "upgrade"
        and case.expected is not None
        and not case.expected.steps
        and case.alembic.message.startswith("AssertionError")
        and words_of(case).steps is not None
        and not place_of(case).ids
    )


# Downgrade -----------------------------------------------------------------------------------


@difference("-N from several rows")
def first_row(case):
    """Alembic warns, and takes the row that comes first."""
    words = words_of(case)
    return (
        case.command.verb == "downgrade"
        and not words.lineage
        and not words.symbol
        and case.expected is None
        and len(case.graph.maximal(case.rows)) > 1
        and any(as_if(case, f"{row}@{row}{words.steps}") for row in case.alembic_rows)
    )


@difference("redundant rows and a walk")
def redundant_walk(case):
    """Alembic counts them as rows to choose from."""
    words = words_of(case)
    if is_stamp(case) or words.symbol or not redundant(case, case.alembic_rows):
        return False
    if case.command.verb == "upgrade":
        on = words.lineage + "@" if words.lineage else ""
        return says(case, "Ambiguous upgrade from multiple current revisions") or any(
            as_if(case, f"{on}{row}{words.steps:+}") for row in case.alembic_rows
        )
    if words.lineage and case.alembic.message.startswith("AssertionError"):
        return True
    return any(
        as_if(case, f"{words.lineage or row}@{row}{words.steps}") for row in case.alembic_rows
    )


@difference("an unheeded lineage")
def unheeded_lineage(case):
    """In a downgrade the word before @ need not exist, nor have to do with the one behind; in an
    upgrade by label@X+N it chooses the way, but X may be of another lineage."""
    words = words_of(case)
    if is_stamp(case) or not words.lineage or not case.alembic.ok or case.expected:
        return False
    if case.command.verb == "downgrade" or words.symbol == "base":
        return as_if(case, case.command.targets[0].partition("@")[2])
    if not words.symbol or not words.steps or words.steps < 0:
        return False
    resolver = Resolver(case.graph, case.rows, "upgrade")
    members = case.graph.lineage(find(case.graph, words.lineage))
    start = resolver.resolve(words.symbol).ids
    place = resolver.walk(words, None, members, next(iter(start), None))
    return as_if(case, *place.ids)


@difference("head of a lineage, down")
def heads_down(case):
    """Alembic looks for the one head of everything."""
    words = words_of(case)
    return (
        case.command.verb == "downgrade"
        and case.expected is not None
        and words.symbol in ("head", "heads")
        and (says(case, "Multiple head revisions are present") or as_if(case, words.symbol))
    )


@difference("below the label only")
def below_the_label(case):
    """A downgrade to label@X from what has grown above the label's own revision."""
    words = words_of(case)
    if case.command.verb != "downgrade" or not case.expected or not words.lineage:
        return False
    roots = roots_of(case)
    return (
        says(case, "Not a valid downgrade target from current heads")
        and len(roots) > 1
        and not roots & graphs.reach([find(case.graph, words.lineage)], case.graph.parents)
    )


@difference("only a dependency")
def only_a_dependency(case):
    """X is applied, has nothing applied above it but what depends on it: nothing to do."""
    if case.command.verb != "downgrade" or case.expected is None or case.expected.steps:
        return False
    ids = place_of(case).ids
    return (
        "is not a valid downgrade target from current head(s)" in case.alembic.message
        and bool(ids)
        and not ids & set(case.alembic_rows)
    )


@difference("the base by way of a walk")
def base_by_walk(case):
    """X-N that ends at the base: of X's lineage, not of everything."""
    words = words_of(case)
    return (
        case.command.verb == "downgrade"
        and case.expected is not None
        and bool(words.symbol)
        and words.steps is not None
        and words.steps < 0
        and not place_of(case).ids
        and as_if(case, words.lineage + "@base" if words.lineage else "base")
    )


@difference("branches besides the walk")
def besides_the_walk(case):
    """label@-N where the label is above a merge: Alembic undoes both branches."""
    words = words_of(case)
    if case.command.verb != "downgrade" or not case.expected or not words.lineage or words.symbol:
        return False
    roots = roots_of(case) & graphs.reach([find(case.graph, words.lineage)], case.graph.parents)
    return case.alembic.ok and len(roots) > 1 and (
        case.alembic.revisions == case.applied & case.graph.above(roots)
    )


@difference("tips that need each other")
def several_tips(case):
    """No row is of the lineage, and one of its tips needs another without being its descendant:
    seen for label@+N where the dependency is a direct one, for label@-N never."""
    words = words_of(case)
    if is_stamp(case) or not case.expected or not words.lineage or words.symbol:
        return False
    members = case.graph.lineage(find(case.graph, words.lineage)) & case.applied
    if case.command.verb == "upgrade":
        tips = {i for i in members if not case.graph.needing[i] & members}
        fails = says(case, "Ambiguous upgrade from multiple current revisions")
    else:
        tips = {i for i in members if not case.graph.children[i] & case.applied}
        fails = case.alembic.message.startswith("AssertionError")
    return fails and len(tips) > 1 and not members & set(case.alembic_rows)


@difference("a lineage guides a walk down")
def guided_walk(case):
    words = words_of(case)
    return (
        case.expected is not None
        and bool(words.lineage)
        and words.steps is not None
        and words.steps < 0
        and says(case, "Ambiguous walk")
    )


@difference("steps from the base")
def steps_from_base(case):
    """base-1 is one step down from the heads; base+0 is an error or an assertion."""
    words = words_of(case)
    if words.symbol != "base" or words.steps is None or words.steps > 0:
        return False
    return case.expected is None if words.steps else not case.alembic.ok


# Rows ----------------------------------------------------------------------------------------


@difference("rows that a merge replaces")
def merge_rows(case):
    """A revision that needs two others, one of which needs the other: only the upper one is a row,
    and Alembic deletes both."""
    if case.expected is None or not case.alembic.message.startswith("KeyError: "):
        return False
    missing = case.alembic.message.removeprefix("KeyError: ").strip("'")
    return case.command.verb == "upgrade" and any(
        missing in case.graph.needed[id]
        and missing in case.graph.below(case.graph.needed[id] - {missing})
        for id in case.expected.steps - case.alembic.revisions
    )


# Stamp ---------------------------------------------------------------------------------------


@difference("several places to stamp")
def several_stamps(case):
    """Alembic compares each place with the rows that were there before the first one, and replaces
    all that are related to any, each time; `base` among others does nothing."""
    if not is_stamp(case) or not case.expected:
        return False
    places = places_of(case)
    if len(places) > 1 and not all(place.ids for place in places):
        return True
    ids = [id for place in places for id in place.ids]
    related = [case.graph.below([id]) | case.graph.above([id]) for id in ids]
    return len(ids) > 1 and (
        any(
            ids[a] in related[b] or related[a] & related[b] & set(case.alembic_rows)
            for b in range(len(ids))
            for a in range(b)
        )
        or replaces_too_much(case, places)
    )


@difference("a lineage before a place to stamp")
def stamp_lineage(case):
    """Alembic replaces the rows that are related to the lineage, too."""
    return is_stamp(case) and bool(case.expected) and replaces_too_much(case, places_of(case))


def replaces_too_much(case, places):
    """A place is related to a row, and another row is related only to another place, or to the
    word before an @: Alembic replaces both."""
    rows = set() if case.command.verb == "purge" else set(case.alembic_rows)
    names = [i for place in places for i in [*place.ids, place.on] if i]
    met = rows & (case.graph.below(names) | case.graph.above(names))
    for id in (i for place in places for i in place.ids):
        own = rows & (case.graph.below([id]) | case.graph.above([id]))
        if id not in rows and own and own != met:
            return True
    return False


@difference("redundant rows and a stamp")
def redundant_stamp(case):
    """Alembic stumbles over them, or leaves those that are above the target."""
    return is_stamp(case) and bool(redundant(case, case.alembic_rows))


@difference("purge before looking")
def purge_first(case):
    """The rows are gone before the target turns out to be none."""
    return case.command.verb == "purge" and case.expected is None and case.alembic.rows == ()


# Words ---------------------------------------------------------------------------------------


@difference("an assertion instead of a message")
def assertion(case):
    return (
        case.expected is None
        and case.alembic.kind == "crashed"
        and not case.alembic.steps
        and case.alembic.rows == case.alembic_rows
    )


def every_word(case):
    """The targets taken apart; those that cannot be are left out."""
    for target in case.command.targets:
        try:
            yield split(case.graph, target)
        except Refused:
            continue


def words_of(case):
    return next(every_word(case), split(case.graph, "nothing"))


def alembics_words(text):
    match = alembics_pattern.match(text)
    if match is None:
        lineage, _, symbol = text.rpartition("@")
        return lineage, symbol, None
    lineage, symbol, steps = match.groups()
    return lineage or "", symbol or "", int(steps)


def places_of(case):
    rows = () if case.command.verb == "purge" else case.rows
    resolver = Resolver(case.graph, rows, case.command.verb)
    return [resolver.resolve(target) for target in case.command.targets]


def place_of(case):
    return places_of(case)[0]


def roots_of(case):
    """What a downgrade would undo first, if no lineage were given."""
    ids = place_of(case).ids
    return {c for i in ids for c in case.graph.children[i]} if ids else case.graph.bases()


def is_stamp(case):
    return case.command.verb in ("stamp", "purge")


def says(case, text):
    return case.alembic.kind == "refused" and case.alembic.message.startswith(text)


def as_if(case, *targets):
    """Did Alembic do what these other targets mean?"""
    try:
        other = expected(case.graph, case.rows, Command(case.command.verb, targets))
    except Refused:
        return not case.alembic.ok and not case.alembic.steps
    return (
        case.alembic.ok
        and case.alembic.revisions == other.steps
        and case.graph.below(case.alembic.rows) == other.applied
    )
