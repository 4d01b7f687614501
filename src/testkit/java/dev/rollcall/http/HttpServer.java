package dev.rollcall.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * HTTP/1.1 by hand, with a thread for each connection: a ready-made server would prevent the very faults that its
 * handlers ask for.
 */
public final class HttpServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Function<ServerRequest, ServerResponse> handler;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sandbox");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    private HttpServer(ServerSocket listener, Function<ServerRequest, ServerResponse> handler) {
        this.listener = listener;
        this.handler = handler;
    }

    public static HttpServer start(int port, Function<ServerRequest, ServerResponse> handler) {
        return start(ServerSocketFactory.getDefault(), port, handler);
    }

    /** Speaks TLS, on any free port. */
    static HttpServer start(SSLContext tls, Function<ServerRequest, ServerResponse> handler) {
        return start(tls.getServerSocketFactory(), 0, handler);
    }

    private static HttpServer start(
            ServerSocketFactory sockets, int port, Function<ServerRequest, ServerResponse> handler) {
        try {
            HttpServer server =
                    new HttpServer(sockets.createServerSocket(port, 500, InetAddress.getLoopbackAddress()), handler);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        String scheme = listener instanceof SSLServerSocket ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (HttpConnection connection = new HttpConnection(socket, closed)) {
            connection.serve(handler);
        } catch (IOException e) {
            open.remove(socket); // the client has hung up, so there is nobody to answer
        } finally {
            open.remove(socket);
        }
    }

    /** Waits for the end of the server. */
    public void join() throws InterruptedException {
        closed.await();
    }

    /** Cuts off all connections. */
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdown();
        }
    }
}
