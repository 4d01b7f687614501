package dev.rollcall.directory;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on this host that gives the answers it was told to, faults included, and remembers what it was asked.
 * One request a connection.
 */
public final class WireServer implements AutoCloseable {
    /**
     * What a client asked.
     *
     * @param headers by their names in lower case
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** What happens to an answer on its way. */
    public enum Fault {
        NONE,
        /** The connection ends in the middle of the body. */
        CUT_OFF,
        /** The connection is reset before the answer. */
        RESET,
        /** No answer ever comes. */
        HANG
    }

    /** What a client gets. */
    public record Answer(int status, Map<String, String> headers, String body, Fault fault) {
        public Answer(int status, String body) {
            this(status, Map.of(), body, Fault.NONE);
        }

        public Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body, fault);
        }

        public Answer with(Fault other) {
            return new Answer(status, headers, body, other);
        }
    }

    /** Answers a request; called by several threads at once. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request);
    }

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final Handler handler;

    /** Gives the answers of {@link #answer}, one after the other. */
    public WireServer() {
        this(request -> {
            throw new IllegalStateException("no answer is left for " + request);
        });
    }

    /** Gives the answers of {@link #answer}, then those of the handler. */
    public WireServer(Handler handler) {
        this.handler = handler;
        try {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        threads.execute(this::accept);
    }

    /** These come next. */
    public WireServer answer(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** What it was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public Request lastRequest() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Request request = read(in);
            if (request == null) {
                return;
            }
            requests.add(request);
            Answer scripted = script.poll();
            send(socket, in, scripted != null ? scripted : handler.answer(request));
        } catch (IOException clientLeft) {
            // Clients of these tests give up on purpose; what they saw is what the test checks.
            open.remove(socket);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        String[] start = first.split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(start[0], start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static void send(Socket socket, InputStream in, Answer answer) throws IOException {
        if (answer.fault() == Fault.RESET) {
            socket.setSoLinger(true, 0);
            return;
        }
        if (answer.fault() == Fault.HANG) {
            in.transferTo(OutputStream.nullOutputStream());
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, answer.fault() == Fault.CUT_OFF ? body.length / 2 : body.length);
        out.flush();
    }
}
