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
package io.github.flinkdynamodb.streams.source.it;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * A file system {@code standing:///folder} over local files, whose reading of a file can be made to
 * stand: it goes on when the test lets it go, and fails when its thread is interrupted.
 */
public final class StandingFiles implements FileSystemFactory {

    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private static volatile CountDownLatch gate = OPEN;
    private static volatile long bytes;
    private static final AtomicInteger STANDING = new AtomicInteger();

    /** Has each reading of a file stand after so many bytes. */
    public static void standAfter(long bytesOfAFile) {
        bytes = bytesOfAFile;
        gate = new CountDownLatch(1);
    }

    /** Lets everything that stands go on, and what comes. */
    public static void letGo() {
        gate.countDown();
    }

    /** How many readings stand now. */
    public static int standing() {
        return STANDING.get();
    }

    @Override
    public String getScheme() {
        return "standing";
    }

    @Override
    public FileSystem create(URI uri) {
        return new LocalFileSystem() {
            @Override
            public FSDataInputStream open(Path path) throws IOException {
                return new StandingStream(super.open(path), gate, bytes);
            }
        };
    }

    private static final class StandingStream extends FSDataInputStream {
        private final FSDataInputStream in;
        private final CountDownLatch gate;
        private final long limit;
        private long read;

        StandingStream(FSDataInputStream in, CountDownLatch gate, long limit) {
            this.in = in;
            this.gate = gate;
            this.limit = limit;
        }

        private void await() throws IOException {
            if (read < limit || gate.getCount() == 0) {
                return;
            }
            STANDING.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            } finally {
                STANDING.decrementAndGet();
            }
        }

        @Override
        public int read() throws IOException {
            await();
            int value = in.read();
            read += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            await();
            int most = gate.getCount() == 0 ? length : (int) Math.min(length, limit - read);
            int count = in.read(buffer, offset, most);
            read += Math.max(0, count);
            return count;
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
