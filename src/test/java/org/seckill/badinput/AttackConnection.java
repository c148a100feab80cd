package org.seckill.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.seckill.testkit.http.ParsedConnection;
import org.seckill.testkit.http.ParsedResponse;
import org.seckill.testkit.http.StrictHttpParser;

/**
 * Where visits come in, one connection each.
 *
 * @param patience before whoever sends says that nothing more will come; zero where that makes nobody hang up at once
 * @param statuses that were answered, to be added to
 */
record AttackConnection(int port, Duration patience, Set<Integer> statuses) {
    /** Longer than anything of ours waits. */
    private static final int LONGEST_MILLIS = 30_000;

    /** @return what is wrong with the answers, in words; nothing when they are as they must be, or none came */
    List<String> complaints(AttackScript visit) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            if (visit.leaves()) {
                // Not in peace: nothing that is still on its way is waited for.
                socket.setSoLinger(true, 0);
                send(visit, socket);
                return List.of();
            }
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            boolean whole = talk(visit, socket, heard);
            ParsedConnection answers = StrictHttpParser.of(heard.toByteArray(), visit.asksForHeadOnly());
            answers.answers().forEach(answer -> statuses.add(answer.status()));
            return judge(answers, whole);
        } catch (SocketTimeoutException e) {
            return List.of("neither answered nor hung up");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return false when the node hung up while something was still on its way to it, which may cut the answer off */
    private boolean talk(AttackScript visit, Socket socket, ByteArrayOutputStream heard) throws IOException {
        send(visit, socket);
        try {
            if (patience.isZero() || !isOver(socket, heard, (int) patience.toMillis())) {
                socket.shutdownOutput();
                if (!isOver(socket, heard, LONGEST_MILLIS)) {
                    throw new SocketTimeoutException();
                }
            }
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** @return whether the other side hung up, before it was silent for so long */
    private static boolean isOver(Socket socket, ByteArrayOutputStream heard, int silence) throws IOException {
        socket.setSoTimeout(silence);
        InputStream in = socket.getInputStream();
        byte[] some = new byte[8192];
        try {
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                heard.write(some, 0, length);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void send(AttackScript visit, Socket socket) throws IOException {
        try {
            for (String piece : visit.pieces()) {
                socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
            }
        } catch (SocketException e) {
            // It has heard enough, and may have said why.
        }
    }

    private static List<String> judge(ParsedConnection heard, boolean whole) {
        List<String> complaints = new ArrayList<>();
        for (ParsedResponse answer : heard.answers()) {
            ResponseJudge.complaints(answer).forEach(wrong -> complaints.add(wrong + ": " + answer));
        }
        if (whole && !heard.fault().isEmpty()) {
            complaints.add(heard.fault());
        }
        return complaints;
    }
}
