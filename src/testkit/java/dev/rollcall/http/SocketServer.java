package dev.rollcall.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves each connection in a thread of its own, and cuts all of them off when it is closed. */
final class SocketServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Handler handler;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is done with a connection. The server closes it afterwards, and takes a failure for the end of a side. */
    interface Handler {
        void serve(Socket client) throws IOException;
    }

    /** @param name of the threads */
    SocketServer(ServerSocket listener, String name, Handler handler) {
        this.listener = listener;
        this.handler = handler;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Runs in a thread of the server. */
    void execute(Runnable work) {
        threads.execute(work);
    }

    /** Has a further socket cut off with the others. */
    void add(Socket socket) {
        open.add(socket);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            handler.serve(client);
        } catch (IOException e) {
            open.remove(client); // a side has hung up, so there is nobody to answer
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
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
