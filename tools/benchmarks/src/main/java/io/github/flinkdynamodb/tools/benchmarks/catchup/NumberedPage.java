/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The body of an answer with a list, prepared once: only the numbers of the list's elements, and
 * what comes behind it, are filled in for each answer. ASCII only, so that characters and bytes
 * count the same. Immutable.
 */
public final class NumberedPage {

    private final byte[] body;
    private final int begin;
    private final int[] ends;

    /** Of each element, where its numbers end. */
    private final int[][] numberEnds;

    private NumberedPage(byte[] body, int begin, int[] ends, int[][] numberEnds) {
        this.body = body;
        this.begin = begin;
        this.ends = ends;
        this.numberEnds = numberEnds;
    }

    /**
     * Prepares a page.
     *
     * @param begin what comes before the elements
     * @param elements the elements, without the commas between them
     * @param numbers finds the places, in its first group, at the end of which the digits of an
     *     element's number are put; they hold zeros before
     */
    public static NumberedPage of(String begin, List<String> elements, Pattern numbers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] ends = new int[elements.size()];
        int[][] numberEnds = new int[elements.size()][];
        body.writeBytes(begin.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < ends.length; i++) {
            body.writeBytes((i == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
            int from = body.size();
            numberEnds[i] =
                    numbers.matcher(elements.get(i))
                            .results()
                            .mapToInt((MatchResult found) -> from + found.end(1))
                            .toArray();
            body.writeBytes(elements.get(i).getBytes(StandardCharsets.US_ASCII));
            ends[i] = body.size();
        }
        return new NumberedPage(body.toByteArray(), begin.length(), ends, numberEnds);
    }

    /**
     * Writes a body.
     *
     * @param allocator where the buffer comes from; the caller releases it
     * @param firstNumber the number of the first element; the others count on from there
     * @param elements how many elements, at most those that were prepared
     * @param end what comes behind them
     */
    public ByteBuf write(ByteBufAllocator allocator, long firstNumber, int elements, String end) {
        int length = elements == 0 ? begin : ends[elements - 1];
        ByteBuf page = allocator.ioBuffer(length + end.length());
        page.writeBytes(body, 0, length);
        for (int i = 0; i < elements; i++) {
            for (int numberEnd : numberEnds[i]) {
                writeNumber(page, numberEnd, firstNumber + i);
            }
        }
        page.writeCharSequence(end, StandardCharsets.US_ASCII);
        return page;
    }

    private static void writeNumber(ByteBuf page, int end, long number) {
        long rest = number;
        for (int i = end - 1; rest > 0; i--) {
            page.setByte(i, (int) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
