package org.seckill.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to one port, for requests of which a test decides when each part is sent. */
final class Connections implements AutoCloseable {
    private final List<Socket> opened = new ArrayList<>();
    private final int port;

    Connections(int port) {
        this.port = port;
    }

    Socket open(String begin) throws IOException {
        Socket socket = new Socket("localhost", port);
        opened.add(socket);
        send(socket, begin);
        return socket;
    }

    List<Socket> open(int count, String begin) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(open(begin));
        }
        return sockets;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the server ends the connection or resets it. */
    static String read(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
        } catch (SocketException e) {
            // Reset: the server disconnected the client, and a byte of the client met the closed connection.
        }
        return read.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
    }
}
