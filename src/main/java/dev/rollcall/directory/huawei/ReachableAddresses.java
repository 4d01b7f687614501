package dev.rollcall.directory.huawei;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Looks up a host's addresses, those that could last not be reached behind the others. A request is sent once and tries
 * one address, so that the next attempt needs another one.
 */
final class ReachableAddresses extends EventListener implements Dns {
    private final Dns dns;
    private final Set<InetAddress> unreachable = ConcurrentHashMap.newKeySet();

    ReachableAddresses(Dns dns) {
        this.dns = dns;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        return dns.lookup(host).stream()
                .sorted(Comparator.comparing(unreachable::contains))
                .toList();
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        unreachable.remove(address.getAddress());
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException failure) {
        unreachable.add(address.getAddress());
    }
}
