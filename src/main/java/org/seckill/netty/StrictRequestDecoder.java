package org.seckill.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes requests as RFC 9112 asks of a strict server: Netty refuses bare line feeds, a space before the colon of a header,
 * and {@code Content-Length} beside {@code Transfer-Encoding}; this class refuses folded headers (5.2), which Netty joins.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    /** The four letters as a number. */
    private static final int HEAD = 'H' << 24 | 'E' << 16 | 'A' << 8 | 'D';

    private boolean inHead = true;
    private boolean inLine = true;
    private boolean isFolded;

    /** The latest request line begins with {@code HEAD}, also if the rest of it is malformed. */
    private boolean isHead;

    /** The latest request line has no version: HTTP/0.9. */
    private boolean isHeaderless;

    /** By {@link System#nanoTime()}; 0 while no request is arriving. */
    private long requestStart;

    StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(Limits.HEAD_BYTES)
                .setMaxHeaderSize(Limits.HEAD_BYTES)
                .setInitialBufferSize(128)
                .setStrictLineParsing(true));
    }

    /** The arrival of the first byte of a request that is not complete; 0 if there is none. */
    long requestStart() {
        return requestStart;
    }

    /** Nothing is read at present: the time in which a request arrives begins again. */
    void pause(long now) {
        if (requestStart != 0) {
            requestStart = now;
        }
    }

    /** Whether the latest request is HEAD, whose answer has no body, also if it is malformed. */
    boolean isHead() {
        return isHead;
    }

    /** Whether a request line had no version, as in HTTP/0.9, whose responses have no header. */
    boolean isHeaderless() {
        return isHeaderless;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (requestStart == 0) {
            requestStart = System.nanoTime();
            inHead = true;
            inLine = true;
            isFolded = false;
        }
        if (inLine) {
            isHead = bytes.readableBytes() > Integer.BYTES && bytes.getInt(bytes.readerIndex()) == HEAD;
        }
        if (inHead) {
            isFolded |= hasFoldedLine(bytes);
        }
        super.decode(context, bytes, out);
        if (isFolded && !out.isEmpty() && out.get(0) instanceof HttpRequest request) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("folded header")));
        }
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            requestStart = 0;
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        inLine = false;
        isHeaderless |= initialLine[2].isEmpty() && !initialLine[1].isEmpty();
        return super.createMessage(initialLine);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        inHead = false;
        return super.isContentAlwaysEmpty(message);
    }

    /** Whether a line of the head begins with a space or a tab. The decoder has consumed whole lines only. */
    private static boolean hasFoldedLine(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (from < end) {
            byte first = bytes.getByte(from);
            if (first == ' ' || first == '\t') {
                return true;
            }
            int lineFeed = bytes.indexOf(from, end, (byte) '\n');
            boolean isEmptyLine = first == '\r' || first == '\n';
            if (lineFeed < 0 || isEmptyLine) {
                return false;
            }
            from = lineFeed + 1;
        }
        return false;
    }
}
