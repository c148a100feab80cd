package org.seckill.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends one command in the protocol of Redis (RESP 2) on a new connection. The launcher needs no more of a client. */
public final class RespSocket {
    private static final int TIMEOUT_MILLIS = 2_000;

    private RespSocket() {}

    /**
     * Sends the command and returns the first line of the reply, such as {@code +PONG} or {@code :2}.
     *
     * @param password empty if Redis requires none
     */
    public static String ask(int port, String password, String... words) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (!password.isEmpty()) {
                String welcome = ask(socket, answers, "AUTH", password);
                if (!welcome.equals("+OK")) {
                    return welcome;
                }
            }
            return ask(socket, answers, words);
        }
    }

    private static String ask(Socket socket, BufferedReader answers, String... words) throws IOException {
        socket.getOutputStream().write(encode(words));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Redis closed the connection");
        }
        return answer;
    }

    private static byte[] encode(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            command.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        return command.toString().getBytes(StandardCharsets.UTF_8);
    }
}
