package dev.rollcall.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection that is kept alive: serves requests one after the other until the client or a fault ends it. */
final class HttpConnection implements AutoCloseable {
    private static final int DROPS = 10;
    private static final int DROP_MILLIS = 100;

    private final Socket socket;
    private final CountDownLatch serverClosed;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket, CountDownLatch serverClosed) throws IOException {
        this.socket = socket;
        this.serverClosed = serverClosed;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void serve(Function<ServerRequest, ServerResponse> handler) throws IOException {
        boolean goesOn = true;
        while (goesOn) {
            ServerRequest call = read();
            goesOn = call != null && send(handler.apply(call)) && !"close".equalsIgnoreCase(call.header("connection"));
        }
    }

    private @Nullable ServerRequest read() throws IOException {
        String requestLine = line();
        if (requestLine.isEmpty()) {
            return null;
        }
        String[] parts = requestLine.split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (first, second) -> first + "," + second);
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        String body = new String(body(headers), StandardCharsets.UTF_8);
        int mark = parts[1].indexOf('?');
        return new ServerRequest(
                parts[0],
                mark < 0 ? parts[1] : parts[1].substring(0, mark),
                mark < 0 ? "" : parts[1].substring(mark + 1),
                headers,
                body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            skipLine();
        }
        skipLine();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void skipLine() throws IOException {
        String unused = line();
    }

    /** The next line without its end; empty at the end of the stream. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && line.size() > 0) {
                throw new EOFException("the request is cut off");
            }
            if (next < 0) {
                return "";
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Returns whether the connection goes on. */
    private boolean send(ServerResponse answer) throws IOException {
        switch (answer.delivery()) {
            case RESET -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case HANG -> {
                while (in.read() >= 0) {
                    // the client may send more; only its end counts
                }
                return false;
            }
            default -> {
                return sendBody(answer);
            }
        }
    }

    private boolean sendBody(ServerResponse answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        byte[] head = head(answer, body.length).getBytes(StandardCharsets.UTF_8);
        switch (answer.delivery()) {
            case CUT_OFF -> {
                out.write(head);
                out.write(body, 0, body.length / 2);
                return false;
            }
            case RESET_MID_BODY -> {
                out.write(head);
                out.write(body, 0, body.length / 2);
                out.flush();
                socket.setSoLinger(true, 0);
                return false;
            }
            case HALF -> {
                out.write(head(answer, body.length / 2).getBytes(StandardCharsets.UTF_8));
                out.write(body, 0, body.length / 2);
                return true;
            }
            case SLOW -> {
                out.write(head);
                drip(body);
            }
            case DRIP -> {
                out.write(head(answer, Integer.MAX_VALUE).getBytes(StandardCharsets.UTF_8));
                while (true) {
                    drip(new byte[] {' '});
                }
            }
            default -> {
                byte[] whole = Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, whole, head.length, body.length);
                // Counted before it is sent: a client that has read the answer must find it counted.
                answer.sent().run();
                out.write(whole);
                return true;
            }
        }
        answer.sent().run();
        return true;
    }

    private void drip(byte[] body) throws IOException {
        int drop = body.length / DROPS + 1;
        for (int from = 0; from < body.length; from += drop) {
            try {
                if (serverClosed.await(DROP_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the server ends");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            out.write(body, from, Math.min(drop, body.length - from));
            out.flush();
        }
    }

    private static String head(ServerResponse answer, int length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(" Answer\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        if (!answer.headers().containsKey("Date")) {
            head.append("Date: ")
                    .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)))
                    .append("\r\n");
        }
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
