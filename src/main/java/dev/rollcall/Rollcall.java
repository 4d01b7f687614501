package dev.rollcall;

/** Starts the program. */
public final class Rollcall {
    private Rollcall() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(args.length == 0 ? 2 : 1);
    }
}
