"""Any model with its loads as an OpenSees script, Python or Tcl, that runs alone and prints JSON.

Loads on members are handed over as equivalent nodal forces (exact for every kind of load, strains
included) and the clamped end forces are taken off again in the script, so the printed section
forces are those of `statics.solve`.  Released ends become springs `STIFF` times stiffer than the
member.  The scripts hold data and OpenSees commands only; spanwright itself never imports
OpenSees.
"""

from __future__ import annotations

from spanwright.datum.arrays import Array
from spanwright.engine.element import SECTION_SIGN
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.opensees_commands import compose
from spanwright.engine.opensees_parts import Command
from spanwright.engine.plates import Plates


def python_script(
    model: Model, loads: Loads, *, plates: Plates | None = None, modes: int = 3
) -> str:
    """A Python script for OpenSeesPy; prints displacements, section forces and frequencies."""
    script = compose(model, loads, plates)
    build = "\n".join(f"    {_python(c)}" for c in script.build)
    cases = "\n".join(
        f"    {name!r}: ({list(push)!r},\n        {list(moved)!r}),"
        for name, (push, moved) in script.cases.items()
    )
    ends = "\n".join(f"    {name!r}: {_rows(value)}," for name, value in script.ends.items())
    return _PYTHON.format(
        build=build or "    pass",
        held=list(script.held),
        cases=cases,
        ends=ends,
        signs=SECTION_SIGN.ravel().tolist(),
        nodes=script.nodes,
        members=script.members,
        ground=list(script.ground),
        modes=modes if script.has_mass else 0,
        # the dense way serves few masses; with shells, whose turns have none, it gives noughts
        solver='"-fullGenLapack", ' if plates is None else "",
    )


def tcl_script(model: Model, loads: Loads, *, plates: Plates | None = None, modes: int = 3) -> str:
    """A Tcl script for the OpenSees interpreter; prints the same JSON as the Python one."""
    script = compose(model, loads, plates)
    build = "\n".join(f"    {_tcl(c)}" for c in script.build)
    held = " ".join(f"{{{n} {d}}}" for n, d in script.held)
    blocks = []
    for name, (push, moved) in script.cases.items():
        inside = "\n".join(f"        {_tcl(c)}" for c in (*push, *moved))
        skip = " ".join(f"{{{c[1]} {c[2]}}}" for c in moved)
        ends = " ".join("{" + " ".join(map(repr, row)) + "}" for row in script.ends[name].tolist())
        blocks.append(
            f"make_frame {{{skip}}}\npattern Plain 1 1 {{\n{inside}\n}}\nstatics\n"
            f"report {_tcl_text(name)} {{{ends}}}"
        )
    return _TCL.format(
        build=build,
        held=held,
        cases="\n".join(blocks),
        signs=" ".join(map(repr, SECTION_SIGN.ravel().tolist())),
        nodes=script.nodes,
        members=script.members,
        ground=" ".join(map(str, script.ground)),
        modes=modes if script.has_mass else 0,
        solver="-fullGenLapack " if plates is None else "",
    )


def _python(command: Command) -> str:
    return f"ops.{command[0]}({', '.join(map(repr, command[1:]))})"


def _tcl(command: Command) -> str:
    return " ".join(c if isinstance(c, str) else repr(c) for c in command)


def _tcl_text(text: str) -> str:
    """A Tcl word that stands for this text, whatever it holds."""
    return '"' + "".join("\\" + c if c in '\\"$[]{};' else c for c in text) + '"'


def _rows(values: Array) -> str:
    return "[" + ",\n        ".join(repr(row) for row in values.tolist()) + "]"


_PYTHON = '''"""A frame exported by spanwright; run with Python and openseespy.  SI units.

Prints JSON: per case the displacements of every node (ux uy uz rx ry rz, global), the section
forces of every member at ends i and j (N Vy Vz T My Mz) and the reactions of the ground (global,
by node tag), and the natural frequencies in Hz.
"""

import json
import math

import openseespy.opensees as ops

HELD = {held}  # (node, component)
CASES = {{  # name: (nodal forces, forced movements)
{cases}
}}
CLAMPED = {{  # end forces of the clamped members under their own loads, member axes
{ends}
}}
GROUND = {ground}  # held nodes, ground ends of springs
SIGNS = {signs}  # from forces on the member's ends to section forces


def build(free=()):
    """Nodes, members, springs and supports; `free` are not fixed (they are moved)."""
    ops.wipe()
    ops.model("basic", "-ndm", 3, "-ndf", 6)
{build}
    for node in range(1, {nodes} + 1):
        held = [int((node, d) in HOLD and (node, d) not in free) for d in range(1, 7)]
        if any(held):
            ops.fix(node, *held)


def statics(pushes, moves):
    """One linear step under a case."""
    build({{(m[1], m[2]) for m in moves}})
    ops.timeSeries("Constant", 1)
    ops.pattern("Plain", 1, 1)
    for push in pushes:
        ops.load(*push[1:])
    for move in moves:
        ops.sp(*move[1:])
    ops.constraints("Transformation")
    ops.numberer("RCM")
    ops.system("UmfPack")
    ops.algorithm("Linear")
    ops.integrator("LoadControl", 1.0)
    ops.analysis("Static")
    if ops.analyze(1) != 0:
        raise SystemExit("OpenSees could not solve the model")


def forces(clamped):
    """Section forces (member, 12) after a solved step."""
    rows = []
    for member in range({members}):
        local = ops.eleResponse(member + 1, "localForce")
        rows.append([s * (f - c) for s, f, c in zip(SIGNS, local, clamped[member])])
    return rows


HOLD = set(HELD)
result = {{"cases": {{}}, "frequencies": []}}
for name, (pushes, moves) in CASES.items():
    statics(pushes, moves)
    ops.reactions()
    result["cases"][name] = {{
        "displacements": [ops.nodeDisp(n) for n in range(1, {nodes} + 1)],
        "forces": forces(CLAMPED[name]),
        "reactions": {{n: ops.nodeReaction(n) for n in GROUND}},
    }}
MODES = {modes}
if MODES:
    build()
    ops.constraints("Transformation")
    values = ops.eigen({solver}MODES)
    result["frequencies"] = [math.sqrt(max(v, 0.0)) / (2 * math.pi) for v in values]
print(json.dumps(result))
'''

_TCL = """# A frame exported by spanwright; run with the OpenSees interpreter.  SI units.
# Prints JSON: per case the displacements of every node (ux uy uz rx ry rz, global), the section
# forces of every member at ends i and j (N Vy Vz T My Mz) and the reactions of the ground (global,
# by node tag), and the natural frequencies in Hz.

set held {{{held}}}
set signs {{{signs}}}
set nodes {nodes}
set members {members}
set ground {{{ground}}}
set modes {modes}
set parts {{}}

# not called `build`: some OpenSees interpreters have a command of that name
proc make_frame {{free}} {{
    global held nodes
    wipe
    model basic -ndm 3 -ndf 6
{build}
    for {{set node 1}} {{$node <= $nodes}} {{incr node}} {{
        set flags {{}}
        for {{set d 1}} {{$d <= 6}} {{incr d}} {{
            set key [list $node $d]
            lappend flags [expr {{[lsearch -exact $held $key] >= 0 \
&& [lsearch -exact $free $key] < 0}}]
        }}
        if {{[lsearch -exact $flags 1] >= 0}} {{ eval fix $node $flags }}
    }}
    timeSeries Constant 1
}}

proc statics {{}} {{
    constraints Transformation
    numberer RCM
    system UmfPack
    algorithm Linear
    integrator LoadControl 1.0
    analysis Static
    if {{[analyze 1] != 0}} {{ error "OpenSees could not solve the model" }}
}}

proc report {{name clamped}} {{
    global nodes members signs ground parts
    reactions
    set held {{}}
    foreach n $ground {{ lappend held "\\"$n\\": \\[[join [nodeReaction $n] ", "]\\]" }}
    set moved {{}}
    for {{set n 1}} {{$n <= $nodes}} {{incr n}} {{
        lappend moved "\\[[join [nodeDisp $n] ", "]\\]"
    }}
    set rows {{}}
    for {{set m 1}} {{$m <= $members}} {{incr m}} {{
        set row {{}}
        foreach s $signs f [eleResponse $m localForce] c [lindex $clamped [expr {{$m - 1}}]] {{
            lappend row [expr {{$s * ($f - $c)}}]
        }}
        lappend rows "\\[[join $row ", "]\\]"
    }}
    set quoted [string map [list "\\\\" "\\\\\\\\" "\\"" "\\\\\\""] $name]
    lappend parts "\\"$quoted\\": {{\\"displacements\\": \\[[join $moved ", "]\\],\
 \\"forces\\": \\[[join $rows ", "]\\], \\"reactions\\": {{[join $held ", "]}}}}"
}}

{cases}
set frequencies {{}}
if {{$modes > 0}} {{
    make_frame {{}}
    constraints Transformation
    foreach value [eigen {solver}$modes] {{
        lappend frequencies [expr {{sqrt(max($value, 0.0)) / (2.0 * acos(-1.0))}}]
    }}
}}
puts "{{\\"cases\\": {{[join $parts ", "]}}, \\"frequencies\\": \\[[join $frequencies ", "]\\]}}"
"""
