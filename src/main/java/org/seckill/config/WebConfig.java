package org.seckill.config;

import java.util.List;
import org.seckill.asset.Assets;
import org.seckill.http.Endpoints;
import org.seckill.http.FastPath;
import org.seckill.page.LanguageChoice;
import org.seckill.web.ErrorReplies;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;

/** Beans for Spring MVC, the page templates and their translated texts. */
@Configuration
@EnableWebMvc
class WebConfig implements WebMvcConfigurer {
    private final List<HandlerMethodArgumentResolver> arguments;
    private final List<HandlerInterceptor> interceptors;

    WebConfig(List<HandlerMethodArgumentResolver> arguments, List<HandlerInterceptor> interceptors) {
        this.arguments = arguments;
        this.interceptors = interceptors;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.addAll(arguments);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        interceptors.forEach(registry::addInterceptor);
    }

    // Every response that is not a page is JSON; the Accept header is ignored.
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Bean
    FastPath fastPath(List<Endpoints> features) {
        return new FastPath(features, ErrorReplies::of);
    }

    @Bean
    LanguageChoice localeResolver() {
        return new LanguageChoice();
    }

    @Bean
    ResourceBundleMessageSource messageSource() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @Bean
    SpringResourceTemplateResolver templateResolver() {
        SpringResourceTemplateResolver resolver = new SpringResourceTemplateResolver();
        resolver.setPrefix("classpath:/templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        return resolver;
    }

    @Bean
    SpringTemplateEngine templateEngine(
            SpringResourceTemplateResolver templates, ResourceBundleMessageSource messages) {
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(messages);
        return engine;
    }

    @Bean
    ThymeleafViewResolver viewResolver(SpringTemplateEngine engine, Assets assets) {
        ThymeleafViewResolver resolver = new ThymeleafViewResolver();
        resolver.setTemplateEngine(engine);
        // A variable instead of a bean reference: Thymeleaf forbids bean references in expressions that make URLs.
        resolver.addStaticVariable("assets", assets);
        resolver.setCharacterEncoding("UTF-8");
        // Forced: otherwise Thymeleaf derives it from the path, and sends the "not found" page of a .css path as
        // text/css.
        resolver.setContentType("text/html;charset=UTF-8");
        resolver.setForceContentType(true);
        return resolver;
    }
}
