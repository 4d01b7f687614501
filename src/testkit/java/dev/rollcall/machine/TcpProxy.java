package dev.rollcall.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The network between a run and a server, which fails in a network's ways on demand. It works well at first. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 8_192;

    /** The server's answer to COMMIT, as PostgreSQL's protocol has it. */
    private static final String COMMITTED = "C\0\0\0\013COMMIT\0";

    private final String host;
    private final int port;
    private final ServerSocket listening;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger commitsLost = new AtomicInteger();
    private volatile int delayMillis;
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile @Nullable String losesCommitOf;

    private TcpProxy(String host, int port, ServerSocket listening) {
        this.host = host;
        this.port = port;
        this.listening = listening;
    }

    public static TcpProxy to(String host, int port) {
        try {
            TcpProxy proxy = new TcpProxy(host, port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Delays every piece of an answer, of at most 8 KiB, by so much. */
    public TcpProxy delay(int millis) {
        delayMillis = millis;
        return this;
    }

    /** Resets connections made from now on when the server has sent so many bytes. */
    public TcpProxy cutAfter(long bytes) {
        cutAfter = bytes;
        return this;
    }

    /** Lets the next transaction that sends {@code text} commit, and resets its connection in place of the answer. */
    public TcpProxy loseCommitOf(String text) {
        losesCommitOf = text;
        return this;
    }

    public int commitsLost() {
        return commitsLost.get();
    }

    /** Resets the present connections; new ones work. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Passes nothing through the present connections any more, without closing them; new ones work. */
    public void stall() {
        links.forEach(Link::stall);
    }

    /** Resets the server's side of the present connections and leaves the client's open; new ones work. */
    public void halfOpen() {
        links.forEach(Link::halfOpen);
    }

    /** How many connections there are. */
    public int connections() {
        return links.size();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Link link = new Link(client, new Socket(host, port), cutAfter);
            links.add(link);
            start(link::up);
            start(link::down);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A broken connection ends the threads that serve it, as it should. */
    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException broken) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private long bytesLeft;
        private volatile boolean stalled;
        private volatile boolean loses;

        Link(Socket client, Socket server, long bytesLeft) {
            this.client = client;
            this.server = server;
            this.bytesLeft = bytesLeft;
        }

        void up() throws IOException {
            try {
                InputStream from = client.getInputStream();
                OutputStream to = server.getOutputStream();
                byte[] buffer = new byte[BUFFER];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    String wanted = losesCommitOf;
                    if (wanted != null && text(buffer, read).contains(wanted)) {
                        loses = true;
                        losesCommitOf = null;
                    }
                    awaitWhileStalled();
                    to.write(buffer, 0, read);
                }
            } finally {
                endWhenNotStalled();
            }
        }

        void down() throws IOException {
            try {
                InputStream from = server.getInputStream();
                OutputStream to = client.getOutputStream();
                byte[] buffer = new byte[BUFFER];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    if (loses && text(buffer, read).contains(COMMITTED)) {
                        commitsLost.incrementAndGet();
                        reset();
                        return;
                    }
                    pause(delayMillis);
                    awaitWhileStalled();
                    int passing = (int) Math.min(read, bytesLeft);
                    to.write(buffer, 0, passing);
                    bytesLeft -= passing;
                    if (bytesLeft == 0) {
                        reset();
                        return;
                    }
                }
            } finally {
                endWhenNotStalled();
            }
        }

        void stall() {
            stalled = true;
        }

        void halfOpen() {
            stalled = true;
            end(server);
        }

        void reset() {
            stalled = false;
            links.remove(this);
            end(client);
            end(server);
        }

        /** A stalled network does not pass on the end of a connection either. */
        private void endWhenNotStalled() {
            if (!stalled) {
                reset();
            }
        }

        private void awaitWhileStalled() throws IOException {
            while (stalled) {
                pause(50);
            }
            if (client.isClosed()) {
                throw new IOException("reset");
            }
        }

        /** Closes with a reset in place of an orderly end. */
        private static void end(Socket socket) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pause(int millis) throws IOException {
        try {
            if (millis > 0 && closed.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the proxy ends");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
