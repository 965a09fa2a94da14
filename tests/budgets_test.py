"""budgets_test.py BUILD: every test has one label, and its TIMEOUT keeps within the label's budget, which
CONTRIBUTING.md tells; setting up and clearing away need none."""
import json
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `(\w+)` \| .* \| (\d+) minutes? \|$", re.MULTILINE)


def faults(tests, budgets):
    for test in tests:
        properties = {each["name"]: each["value"] for each in test.get("properties", [])}
        if "FIXTURES_SETUP" in properties or "FIXTURES_CLEANUP" in properties:
            continue
        labels = [label for label in properties.get("LABELS", []) if label in budgets]
        if not labels:
            yield f"{test['name']}: has none of the labels {', '.join(budgets)}"
            continue
        budget = max(budgets[label] for label in labels) * 60
        timeout = properties.get("TIMEOUT")
        if timeout is None:
            yield f"{test['name']}: has no TIMEOUT; {labels[0]} has {budget:.0f} seconds"
        elif timeout > budget:
            yield f"{test['name']}: its TIMEOUT of {timeout:.0f} s is above the {budget} s of {labels[0]}"


def main():
    budgets = {label: int(minutes)
               for label, minutes in ROW.findall((SOURCE / "CONTRIBUTING.md").read_text())}
    shown = subprocess.run(["ctest", "--show-only=json-v1"], cwd=sys.argv[1], check=True, text=True,
                           capture_output=True)
    tests = json.loads(shown.stdout)["tests"]
    found = list(faults(tests, budgets))
    if not budgets or not tests:
        found.append("no budgets, or no tests")
    for fault in found:
        print(fault)
    sys.exit(1 if found else 0)


main()
