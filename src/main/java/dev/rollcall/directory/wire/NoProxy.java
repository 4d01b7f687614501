package dev.rollcall.directory.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy: loopback and link-local addresses, where metadata services are, and what
 * {@code NO_PROXY} lists, by curl's rules. No name is resolved.
 *
 * @param everything whether the list is {@code *}
 */
record NoProxy(boolean everything, List<Entry> entries) {
    private static final Pattern ENTRY = Pattern.compile("(?:\\[(?<bracketed>[^\\]]+)]|(?<name>[^\\[\\]:/]+"
            + "|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*))(?:/(?<bits>[0-9]{1,3}))?(?::(?<port>[0-9]{1,5}))?");

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    /** @param list null when there is none */
    static NoProxy of(@Nullable String list) {
        if (list == null) {
            return new NoProxy(false, List.of());
        }
        List<Entry> entries = Arrays.stream(list.strip().split("[,\\s]+"))
                .map(NoProxy::entry)
                .filter(Objects::nonNull)
                .toList();
        return new NoProxy(list.strip().equals("*"), entries);
    }

    /**
     * One of the list.
     *
     * @param name in lower case, without dots at its ends
     * @param address null when the name is none
     * @param bits of the address that count
     * @param port -1 for any
     */
    private record Entry(String name, @Nullable InetAddress address, int bits, int port) {
        boolean covers(String host, @Nullable InetAddress hostAddress, int hostPort) {
            if (port >= 0 && port != hostPort) {
                return false;
            }
            if (hostAddress == null || address == null) {
                return hostAddress == null && address == null && (host.equals(name) || host.endsWith("." + name));
            }
            return sharesPrefix(hostAddress.getAddress(), address.getAddress());
        }

        private boolean sharesPrefix(byte[] one, byte[] other) {
            if (one.length != other.length || bits > 8 * one.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Null for what is neither a name nor an address: it covers nothing. */
    private static @Nullable Entry entry(String text) {
        Matcher parts = ENTRY.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String name = name(parts.group("bracketed") == null ? parts.group("name") : parts.group("bracketed"));
        InetAddress address = address(name);
        int allBits = address == null ? 0 : 8 * address.getAddress().length;
        int bits = parts.group("bits") == null ? allBits : Integer.parseInt(parts.group("bits"));
        int port = parts.group("port") == null ? -1 : Integer.parseInt(parts.group("port"));
        return name.isEmpty() || (address == null && parts.group("bits") != null)
                ? null
                : new Entry(name, address, bits, port);
    }

    /** @param host as in a URL: an address of IPv6 in brackets */
    boolean covers(String host, int port) {
        String name = name(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        InetAddress address = address(name);
        boolean local = address == null
                ? name.equals("localhost") || name.endsWith(".localhost")
                : address.isLoopbackAddress() || address.isLinkLocalAddress();
        return local || everything || entries.stream().anyMatch(entry -> entry.covers(name, address, port));
    }

    private static String name(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("^\\.|\\.$|%.*$", "");
    }

    /** Null when a name is no address. */
    private static @Nullable InetAddress address(String name) {
        if (!IPV4.matcher(name).matches() && !name.contains(":")) {
            return null;
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
