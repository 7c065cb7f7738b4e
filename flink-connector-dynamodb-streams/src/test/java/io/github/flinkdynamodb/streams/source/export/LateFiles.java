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

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * A file system {@code late:///folder} over local files that opens anything. What isn't there fails
 * when it is read, as with Flink's plugin flink-s3-fs-presto. In a folder {@code denied} nothing
 * may be read, and a folder {@code unlisted} may not be listed.
 */
public final class LateFiles implements FileSystemFactory {

    @Override
    public String getScheme() {
        return "late";
    }

    @Override
    public FileSystem create(URI uri) {
        return new LocalFileSystem() {
            @Override
            public FSDataInputStream open(Path path) throws IOException {
                return isDenied(path) || !exists(path) ? new Unreadable() : super.open(path);
            }

            @Override
            public boolean exists(Path path) throws IOException {
                if (isDenied(path)) {
                    throw failure();
                }
                return super.exists(path);
            }

            @Override
            public FileStatus[] listStatus(Path path) throws IOException {
                if (path.getName().equals("unlisted")) {
                    throw failure();
                }
                return super.listStatus(path);
            }
        };
    }

    private static boolean isDenied(Path path) {
        return path.toString().contains("/denied/");
    }

    private static IOException failure() {
        return new IOException("the store's answer", new IllegalStateException("status 400"));
    }

    private static final class Unreadable extends FSDataInputStream {
        @Override
        public void seek(long position) {}

        @Override
        public long getPos() {
            return 0;
        }

        @Override
        public int read() throws IOException {
            throw failure();
        }
    }
}
