"""Read a project file with MPXJ and print what it holds as JSON: run in a process of its own,
because a Java machine does not leave the process it was started in."""

import json
import sys

import jpype
import mpxj  # noqa: F401  (puts the jar on the class path)

jpype.startJVM("-Xmx512m", convertStrings=True)

from java.time import LocalDate  # noqa: E402
from org.mpxj import TimeUnit  # noqa: E402
from org.mpxj.mspdi import MSPDIWriter  # noqa: E402
from org.mpxj.reader import UniversalProjectReader  # noqa: E402


def days(duration):
    """[amount, unit] of a duration, e.g. [5.0, "d"] or [7.0, "ed"]."""
    return [float(duration.getDuration()), str(duration.getUnits())]


def above(node):
    """Names of the summary tasks above a task, outermost first."""
    names, parent = [], node.getParentTask()
    while parent is not None and parent.getUniqueID() != 0:
        names.insert(0, str(parent.getName()))
        parent = parent.getParentTask()
    return names


def task(node):
    calendar = node.getCalendar()
    return {
        "wbs": str(node.getWBS()),
        "name": str(node.getName()),
        "level": int(node.getOutlineLevel()),
        "summary": bool(node.getSummary()),
        "under": above(node),
        "start": str(node.getStart()),
        "finish": str(node.getFinish()),
        "days": float(node.getDuration().convertUnits(TimeUnit.DAYS, PROPERTIES).getDuration()),
        "milestone": bool(node.getMilestone()),
        "calendar": None if calendar is None else str(calendar.getName()),
        "constraint": str(node.getConstraintType()),
        "links": [
            [str(tie.getPredecessorTask().getWBS()), str(tie.getType()), *days(tie.getLag())]
            for tie in node.getPredecessors()
        ],
        "uses": {
            str(held.getResource().getName()): float(held.getUnits()) / 100.0
            for held in node.getResourceAssignments()
        },
    }


def worked(calendar, first, count):
    day = LocalDate.parse(first)
    return [bool(calendar.isWorkingDate(day.plusDays(k))) for k in range(count)]


path, first, count, copy = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
project = UniversalProjectReader().read(path)
PROPERTIES = project.getProjectProperties()
found = {
    "kind": str(PROPERTIES.getFileType()),
    "start": str(PROPERTIES.getStartDate()),
    "tasks": [task(node) for node in project.getTasks() if node.getUniqueID() != 0],
    "resources": {
        str(node.getName()): float(node.getMaxUnits()) / 100.0
        for node in project.getResources()
        if node.getName() is not None
    },
    "calendars": {
        str(calendar.getName()): worked(calendar, first, count)
        for calendar in project.getCalendars()
        if calendar.getName() is not None and not calendar.isDerived()
    },
}
MSPDIWriter().write(project, copy)
print(json.dumps(found))
