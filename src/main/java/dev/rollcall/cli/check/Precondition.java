package dev.rollcall.cli.check;

/**
 * One thing that must hold before a run.
 *
 * @param name of what is looked at
 * @param found what to say when it holds
 * @param requirement throws a {@link dev.rollcall.directory.RollcallException} when it does not hold
 */
record Precondition(String name, String found, Runnable requirement) {
    void require() {
        requirement.run();
    }
}
