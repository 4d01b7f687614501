package dev.rollcall.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy as companies have them: tunnels by CONNECT, and takes requests for plain http by their whole URL.
 * Whatever host a client asks for, it reaches one server on this host.
 */
public final class ForwardProxy implements AutoCloseable {
    private static final Pattern WHOLE_URL = Pattern.compile("(\\S+) http://([^/\\s]+)(/?\\S*) (HTTP/1\\.1)");

    private final SocketServer clients;
    private final int server;
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private volatile @Nullable String login;
    private volatile int refusal;

    private ForwardProxy(ServerSocket listener, int server) {
        this.clients = new SocketServer(listener, "forward-proxy", this::serve);
        this.server = server;
    }

    /** Begins to listen; leads to this server, which is on this host. */
    public static ForwardProxy to(URI server) {
        try {
            ForwardProxy proxy =
                    new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.getPort());
            proxy.clients.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets only this user through from now on. */
    public ForwardProxy demand(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        login = "Basic " + Base64.getEncoder().encodeToString(pair);
        return this;
    }

    /** Refuses everything with a status from now on. */
    public ForwardProxy refuse(int status) {
        refusal = status;
        return this;
    }

    /** Where it listens: {@code HOST:PORT}. */
    public String address() {
        return "127.0.0.1:" + clients.port();
    }

    /** The {@code HOST:PORT} of each tunnel and of each request for plain http that went through. */
    public List<String> passed() {
        return List.copyOf(passed);
    }

    /** How often it asked for user and password. */
    public int unauthenticated() {
        return unauthenticated.get();
    }

    @Override
    public void close() {
        clients.close();
    }

    private void serve(Socket client) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            clients.add(upstream);
            serve(client, upstream);
        }
    }

    private void serve(Socket client, Socket upstream) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        boolean piped = false;
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
            int status = refusalOf(head);
            if (status != 0) {
                in.skipNBytes(length(head));
                out.write(refusal(status));
            } else if (head.startsWith("CONNECT ")) {
                passed.add(head.split(" ", 3)[1]);
                out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                clients.execute(() -> pipe(upstream, client));
                in.transferTo(upstream.getOutputStream());
                return;
            } else {
                if (!piped) {
                    clients.execute(() -> pipe(upstream, client));
                    piped = true;
                }
                upstream.getOutputStream().write(forwarded(head));
                upstream.getOutputStream().write(in.readNBytes(length(head)));
            }
        }
    }

    /** The status with which a request is refused; 0 when it is not. */
    private int refusalOf(String head) {
        if (refusal != 0) {
            return refusal;
        }
        String demanded = login;
        if (demanded != null && !demanded.equals(header(head, "Proxy-Authorization"))) {
            unauthenticated.incrementAndGet();
            return 407;
        }
        return header(head, "Transfer-Encoding") == null ? 0 : 411;
    }

    private static byte[] refusal(int status) {
        return ("HTTP/1.1 " + status + " Refused\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
                        + "Content-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] forwarded(String head) throws IOException {
        int end = head.indexOf("\r\n");
        Matcher line = WHOLE_URL.matcher(head.substring(0, end));
        if (!line.matches()) {
            throw new IOException("not a request to a proxy: " + head.substring(0, end));
        }
        passed.add(line.group(2));
        String path = line.group(3).startsWith("/") ? line.group(3) : "/" + line.group(3);
        return (line.group(1) + " " + path + " " + line.group(4) + head.substring(end))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A request line and its headers, with the empty line after them; empty at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static @Nullable String header(String head, String name) {
        Matcher header =
                Pattern.compile("(?imd)^" + name + ":[ \\t]*(.*?)[ \\t]*\\r$").matcher(head);
        return header.find() ? header.group(1) : null;
    }

    private static int length(String head) {
        String length = header(head, "Content-Length");
        return length == null ? 0 : Integer.parseInt(length);
    }

    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // either side has hung up: its thread ends
        }
    }
}
