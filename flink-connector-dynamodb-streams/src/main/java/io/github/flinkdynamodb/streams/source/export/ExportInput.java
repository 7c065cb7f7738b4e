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
package io.github.flinkdynamodb.streams.source.export;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.apache.flink.util.IOUtils;

/**
 * The bytes of a data file, and what they inflate to. The MD5 is that of the bytes as they are
 * stored, and covers all of them, also what would follow the end of the gzip stream.
 */
final class ExportInput implements Closeable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Digested stored;

    /** Null until something is read. */
    private InputStream inflated;

    ExportInput(InputStream stored) {
        this.stored = new Digested(stored);
    }

    /** Returns the lines; a file without bytes has none. */
    InputStream lines() throws IOException {
        if (inflated == null) {
            PushbackInputStream begun = new PushbackInputStream(stored);
            int first = begun.read();
            if (first < 0) {
                inflated = InputStream.nullInputStream();
            } else {
                begun.unread(first);
                inflated = new GZIPInputStream(begun, BUFFER_BYTES);
            }
        }
        return inflated;
    }

    /** Reads what is left, and returns the MD5 of all. */
    String md5() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (stored.read(buffer, 0, buffer.length) >= 0) {
            continue;
        }
        return Md5.end(stored.digest);
    }

    /**
     * Closes the stored bytes, under a thread that may be reading them. The inflater is left to the
     * garbage collector, since it isn't made for that.
     */
    @Override
    public void close() {
        IOUtils.closeQuietly(stored);
    }

    /** Computes the checksum of what is read. */
    private static final class Digested extends FilterInputStream {
        private final MessageDigest digest = Md5.begin();

        Digested(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                digest.update((byte) read);
            }
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                digest.update(bytes, offset, count);
            }
            return count;
        }
    }
}
