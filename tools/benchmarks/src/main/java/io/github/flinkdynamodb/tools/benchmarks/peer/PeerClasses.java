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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where the classes of a peer come from, and the jobs that see them. Immutable. */
public final class PeerClasses {

    private final String factory;
    private final List<URL> classPath;
    private final Configuration configuration = new Configuration();
    private final ClassLoader loader;

    private PeerClasses(String factory, List<URL> classPath) {
        this.factory = factory;
        this.classPath = classPath;
        configuration.set(DeploymentOptions.TARGET, "local");
        configuration.set(DeploymentOptions.ATTACHED, true);
        configuration.set(
                PipelineOptions.CLASSPATHS,
                classPath.stream().map(URL::toString).collect(Collectors.toList()));
        configuration.set(
                CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL,
                List.of(PeerFactory.class.getPackageName()));
        loader =
                ClientUtils.buildUserCodeClassLoader(
                        List.of(), classPath, PeerClasses.class.getClassLoader(), configuration);
    }

    /**
     * Opens a class path.
     *
     * @param classPath jars and folders, separated as in a class path; may be empty
     * @param factory the name of a {@link PeerFactory}; empty for the one that is built in
     * @throws IllegalArgumentException if a jar doesn't exist
     */
    public static PeerClasses of(String classPath, String factory) {
        List<URL> urls = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator)) {
            if (!part.isEmpty()) {
                urls.add(url(Path.of(part)));
            }
        }
        return new PeerClasses(factory.isEmpty() ? SdkPeerFactory.class.getName() : factory, urls);
    }

    private static URL url(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException("--peer-classpath: there is no " + jar);
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " can't be named by a URL", e);
        }
    }

    /** Whether it is the factory that is built in. */
    public boolean isBuiltIn() {
        return factory.equals(SdkPeerFactory.class.getName());
    }

    /** The name of the factory. */
    public String factoryName() {
        return factory;
    }

    /** The class path, as {@link #of} takes it. */
    public String classPath() {
        return classPath.stream()
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Creates the factory.
     *
     * @throws IllegalArgumentException if there is no such class, or it is not a factory
     */
    public PeerFactory factory() {
        try {
            return (PeerFactory) loader.loadClass(factory).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "--peer-factory "
                            + factory
                            + " is not a class on the class path that implements "
                            + PeerFactory.class.getName()
                            + " and has a constructor without parameters: "
                            + e,
                    e);
        }
    }

    /** The version of the AWS SDK that the peer is run with, which may be its own. */
    public String sdkVersion() {
        try {
            return (String)
                    loader.loadClass("software.amazon.awssdk.core.util.VersionInfo")
                            .getField("SDK_VERSION")
                            .get(null);
        } catch (ReflectiveOperationException e) {
            return "not known";
        }
    }

    /** The class loader that knows the peer. */
    public ClassLoader loader() {
        return loader;
    }

    /** An environment for jobs in this process that know the peer. */
    public StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(configuration, loader);
        environment.setParallelism(parallelism);
        return environment;
    }
}
