package dev.rollcall.faults;

/**
 * What is to happen to a process.
 *
 * @param event the number of the event at which it happens, counted from 1; 0 for never. A cut can only happen on a
 *     connection, so only the events there are counted for it
 */
record FaultPlan(ProcessFault fault, long event) {
    static final FaultPlan UNHARMED = new FaultPlan(ProcessFault.DEATH, 0);

    @Override
    public String toString() {
        return event == 0 ? "unharmed" : fault + " at event " + event;
    }
}
