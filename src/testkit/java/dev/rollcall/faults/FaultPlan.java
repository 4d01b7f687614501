package dev.rollcall.faults;

/**
 * The fault to inject into a process, and when.
 *
 * @param event the number of the event at which it happens, counted from 1; 0 for never. For a cut only events on
 *     connections count
 */
record FaultPlan(ProcessFault fault, long event) {
    static final FaultPlan UNHARMED = new FaultPlan(ProcessFault.DEATH, 0);

    @Override
    public String toString() {
        return event == 0 ? "unharmed" : fault + " at event " + event;
    }
}
