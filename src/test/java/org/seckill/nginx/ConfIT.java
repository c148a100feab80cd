package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.node.NginxProcess;

@Tag("nginx")
class ConfIT {
    @Test
    void nginxFindsNoFaultInItsConfiguration() {
        assertThat(NginxProcess.findings()).contains("syntax is ok", "test is successful");
        assertThat(NginxProcess.findings().lines())
                .noneMatch(line -> line.contains("[emerg]"))
                // How many files a process may open here is this machine's affair.
                .noneMatch(line -> line.contains("[warn]") && !line.contains("resource limit"));
    }
}
