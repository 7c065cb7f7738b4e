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
package io.github.flinkdynamodb.streams.client.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Checks and unpacks the body of one answer, by that answer's headers. */
final class BodyDecoder {

    /** No declared length reserves more than this in advance. */
    private static final int MOST_RESERVED = 16 << 20;

    private static final int USUALLY_RESERVED = 16 << 10;

    private final String checksum;
    private final boolean gzip;
    private final int reserve;

    /**
     * Notes what the headers say.
     *
     * @param response the answer's headers, as they came or as {@link BodyInterceptor} keeps them
     */
    BodyDecoder(SdkHttpResponse response) {
        this.checksum = header(response, BodyInterceptor.CRC).orElse(null);
        this.gzip =
                header(response, BodyInterceptor.ENCODING)
                        .map("gzip"::equalsIgnoreCase)
                        .orElse(false);
        this.reserve =
                response.firstMatchingHeader("Content-Length")
                        .map(BodyDecoder::size)
                        .orElse(USUALLY_RESERVED);
    }

    private static Optional<String> header(SdkHttpResponse response, String name) {
        return response.firstMatchingHeader(BodyInterceptor.KEPT + name)
                .or(() -> response.firstMatchingHeader(name))
                .map(String::trim);
    }

    private static int size(String contentLength) {
        try {
            return (int) Math.max(0, Math.min(MOST_RESERVED, Long.parseLong(contentLength.trim())));
        } catch (NumberFormatException e) {
            return USUALLY_RESERVED;
        }
    }

    /**
     * How much room to reserve for the body.
     *
     * @return the declared length, where one is declared that is not absurd; in bytes
     */
    int reserve() {
        return reserve;
    }

    /**
     * Checks and unpacks a complete body.
     *
     * @param wire the bytes as they came
     * @return the decoded bytes; the array itself where there was nothing to unpack
     * @throws RetryableException if the body doesn't match its checksum or can't be unpacked; the
     *     SDK tries such a call again
     */
    byte[] decode(byte[] wire) {
        if (!gzip) {
            require(matches(wire), wire.length);
            return wire;
        }
        // The service sums up what it sends; a proxy that packs an answer leaves the sum alone.
        byte[] plain = gunzip(wire);
        require(matches(wire) || matches(plain), wire.length);
        return plain;
    }

    private boolean matches(byte[] bytes) {
        if (checksum == null) {
            return true;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        return checksum.equals(Long.toString(crc.getValue()));
    }

    private void require(boolean matching, int length) {
        if (!matching) {
            throw RetryableException.create(
                    "The body of "
                            + length
                            + " bytes doesn't match its checksum "
                            + BodyInterceptor.CRC
                            + ": "
                            + checksum);
        }
    }

    private static byte[] gunzip(byte[] wire) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw RetryableException.create("The body is not valid gzip", e);
        }
    }
}
