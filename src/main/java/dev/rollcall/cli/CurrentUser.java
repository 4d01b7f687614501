package dev.rollcall.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs the command, as the operating system knows them. */
final class CurrentUser {
    private CurrentUser() {}

    static String name() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
